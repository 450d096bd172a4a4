# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `SessionResponse`, as it is received."""

from datetime import datetime
from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class SessionResponse(Model):
    """A group of logs, possibly of several projects, that belong to one conversation or run."""

    id: str
    """Identifier of the session, starts with `sesh_`."""
    reference_id: str | None = None
    """The caller's own key of the session; null if the session was created without one."""
    projects: list[models.SessionProjectResponse]
    """Projects that have at least one log in the session."""
    datapoints_count: int
    """Number of logs in the session."""
    first_inputs: dict[str, Any] | None = None
    """Inputs of the first log of the session; null if there is no log."""
    last_output: str | None = None
    """Output of the last log of the session; null if there is none."""
    logs: list[models.SessionLogResponse] | None = None
    """The logs of the session as a tree, the oldest first: of a session that is fetched, the first 1000 of them;
    null in lists. An addition of this description: the hosted service did not have it.
    """
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
