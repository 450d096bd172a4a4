"""The wires: what sends one request and reads its answer."""
