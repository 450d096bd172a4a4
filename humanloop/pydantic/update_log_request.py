# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateLogRequest`, as it is received."""

from humanloop.response.model import Model


class UpdateLogRequest(Model):
    """Add to a log what was not known when it was made.

    Only the fields that are sent change.
    """

    output: str | None = None
    """The output to record."""
    error: str | None = None
    """Error message to record, if the event failed."""
    duration: float | int | None = None
    """How long the event took, in seconds."""
