# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""What the description of the API says about the API as a whole."""

HOST = "https://api.humanloop.com/v4"
"""URL that all paths are below."""

SECURITY_NAME = "APIKeyHeader"
"""Name of the way in which calls are authorised."""

SECURITY_HEADER = "X-API-KEY"
"""Header that carries the key."""
