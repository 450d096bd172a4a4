# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateLogRequest`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class UpdateLogRequest(TypedDict):
    """Add to a log what was not known when it was made.

    Only the fields that are sent change.
    """

    output: NotRequired[str]
    """The output to record."""
    error: NotRequired[str]
    """Error message to record, if the event failed."""
    duration: NotRequired[float]
    """How long the event took, in seconds."""
