# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `GenericConfigResponse`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class GenericConfigResponse(Model):
    """A version of something that is neither model, tool, agent nor evaluator; it has a name and free settings only."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: dict[str, Any] | None = None
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Literal["generic"]
    """Kind of the config, always `generic`."""
    created_by: Optional[models.UserResponse] = None
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the config."""
    description: str | None = None
    """What the config stands for; null if nothing was said."""
