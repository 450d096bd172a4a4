# Generated from spec.yaml by `python -m codegen spec.yaml --package shop`. Do not edit.
"""What the description of the API says about the API as a whole."""

HOST = ""
"""URL that all paths are below."""

SECURITY_NAME = "Key"
"""Name of the way in which calls are authorised."""

SECURITY_HEADER = "X-KEY"
"""Header that carries the key."""
