# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `SessionLogResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class SessionLogResponse(TypedDict):
    """A log of a session, and the logs whose parent it is.

    An addition of this description: the hosted service did not have it.
    """

    log: Union[types.LogResponse, models.LogResponse]
    """The log."""
    children: Sequence[Union[types.SessionLogResponse, models.SessionLogResponse]]
    """The logs whose parent it is, the oldest first. What is deeper than 32 levels stands at the last of them, its
    `parent_id` says below which log.
    """
