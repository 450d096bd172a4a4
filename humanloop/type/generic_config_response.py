# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `GenericConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class GenericConfigResponse(TypedDict):
    """A version of something that is neither model, tool, agent nor evaluator; it has a name and free settings only."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: NotRequired[Optional[Mapping[str, Any]]]
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Union[Literal["generic"], str]
    """Kind of the config, always `generic`."""
    created_by: NotRequired[Optional[Union[types.UserResponse, models.UserResponse]]]
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the config."""
    description: NotRequired[Optional[str]]
    """What the config stands for; null if nothing was said."""
