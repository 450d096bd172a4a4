# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectUserResponse`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, Optional, TypedDict


class ProjectUserResponse(TypedDict):
    """A user who works on a project."""

    id: str
    """Identifier of the user, starts with `usr_`."""
    email_address: str
    """E-mail address of the user."""
    full_name: NotRequired[Optional[str]]
    """Full name of the user; null if not known."""
