# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `SessionLogResponse`, as it is received."""

from typing import List

from humanloop import pydantic as models
from humanloop.response.model import Model


class SessionLogResponse(Model):
    """A log of a session, and the logs whose parent it is.

    An addition of this description: the hosted service did not have it.
    """

    log: models.LogResponse
    """The log."""
    children: List["models.SessionLogResponse"]
    """The logs whose parent it is, the oldest first. What is deeper than 32 levels stands at the last of them, its
    `parent_id` says below which log.
    """
