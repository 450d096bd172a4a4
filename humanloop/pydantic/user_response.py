# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UserResponse`, as it is received."""

from humanloop.response.model import Model


class UserResponse(Model):
    """A user of the organisation."""

    id: str
    """Identifier of the user, starts with `usr_`."""
    email_address: str
    """E-mail address of the user."""
    full_name: str | None = None
    """Full name of the user; null if not known."""
    verified: bool
    """True once the e-mail address has been confirmed."""
