# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UserResponse`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, Optional, TypedDict


class UserResponse(TypedDict):
    """A user of the organisation."""

    id: str
    """Identifier of the user, starts with `usr_`."""
    email_address: str
    """E-mail address of the user."""
    full_name: NotRequired[Optional[str]]
    """Full name of the user; null if not known."""
    verified: bool
    """True once the e-mail address has been confirmed."""
