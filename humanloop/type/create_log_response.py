# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateLogResponse`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, Optional, TypedDict


class CreateLogResponse(TypedDict):
    """Confirmation that a log was stored."""

    id: str
    """Identifier of the new log, starts with `data_`."""
    project_id: str
    """Identifier of the project the log was stored in, starts with `pr_`."""
    session_id: NotRequired[Optional[str]]
    """Identifier of the session the log was put into, starts with `sesh_`; null if the request named no session."""
