# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateSessionResponse`, as it is received."""

from humanloop.response.model import Model


class CreateSessionResponse(Model):
    """Confirmation that a session was created."""

    id: str
    """Identifier of the new session, starts with `sesh_`; pass it as `session_id` to later calls."""
