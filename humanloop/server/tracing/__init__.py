"""OpenTelemetry in: spans and content records become logs that hang together as a tree."""
