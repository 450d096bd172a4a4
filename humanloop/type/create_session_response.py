# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateSessionResponse`, as it is sent."""

from __future__ import annotations

from typing import TypedDict


class CreateSessionResponse(TypedDict):
    """Confirmation that a session was created."""

    id: str
    """Identifier of the new session, starts with `sesh_`; pass it as `session_id` to later calls."""
