"""The edge: HTTP requests in, HTTP answers out."""
