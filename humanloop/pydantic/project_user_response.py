# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProjectUserResponse`, as it is received."""

from humanloop.response.model import Model


class ProjectUserResponse(Model):
    """A user who works on a project."""

    id: str
    """Identifier of the user, starts with `usr_`."""
    email_address: str
    """E-mail address of the user."""
    full_name: str | None = None
    """Full name of the user; null if not known."""
