# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `SessionResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class SessionResponse(TypedDict):
    """A group of logs, possibly of several projects, that belong to one conversation or run."""

    id: str
    """Identifier of the session, starts with `sesh_`."""
    reference_id: NotRequired[Optional[str]]
    """The caller's own key of the session; null if the session was created without one."""
    projects: Sequence[Union[types.SessionProjectResponse, models.SessionProjectResponse]]
    """Projects that have at least one log in the session."""
    datapoints_count: int
    """Number of logs in the session."""
    first_inputs: NotRequired[Optional[Mapping[str, Any]]]
    """Inputs of the first log of the session; null if there is no log."""
    last_output: NotRequired[Optional[str]]
    """Output of the last log of the session; null if there is none."""
    logs: NotRequired[Optional[Sequence[Union[types.SessionLogResponse, models.SessionLogResponse]]]]
    """The logs of the session as a tree, the oldest first: of a session that is fetched, the first 1000 of them;
    null in lists. An addition of this description: the hosted service did not have it.
    """
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
