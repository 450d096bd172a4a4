# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateLogRequest`, as it is received."""

from typing import Optional, Union

from humanloop.response.model import Model


class UpdateLogRequest(Model):
    """Add to a log what was not known when it was made.

    Only the fields that are sent change.
    """

    output: Optional[str] = None
    """The output to record."""
    error: Optional[str] = None
    """Error message to record, if the event failed."""
    duration: Optional[Union[float, int]] = None
    """How long the event took, in seconds."""
