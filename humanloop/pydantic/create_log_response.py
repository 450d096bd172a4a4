# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateLogResponse`, as it is received."""

from humanloop.response.model import Model


class CreateLogResponse(Model):
    """Confirmation that a log was stored."""

    id: str
    """Identifier of the new log, starts with `data_`."""
    project_id: str
    """Identifier of the project the log was stored in, starts with `pr_`."""
    session_id: str | None = None
    """Identifier of the session the log was put into, starts with `sesh_`; null if the request named no session."""
