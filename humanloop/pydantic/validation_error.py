# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ValidationError`, as it is received."""

from humanloop.response.model import Model


class ValidationError(Model):
    """One thing that is wrong with a request."""

    loc: list[str | int]
    """Path to the offending part: `body`, `query` or `path` first, then field names and list positions."""
    msg: str
    """What is wrong, for people to read."""
    type: str
    """What is wrong, as a short code for programs."""
