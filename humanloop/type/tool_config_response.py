# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ToolConfigResponse(TypedDict):
    """A version of a tool: how it is described to the model and, optionally, its source."""

    id: str
    """Identifier of this version; starts with `config_` for a tool that is part of a config and `oc_` for a tool of
    the organisation.
    """
    other: NotRequired[Optional[Mapping[str, Any]]]
    """Further settings of the tool, as free key/value pairs; empty if there are none."""
    type: Union[Literal["tool"], str]
    """Kind of the config, always `tool`."""
    created_by: NotRequired[Optional[Union[types.UserResponse, models.UserResponse]]]
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the tool, by which a model or a template calls it."""
    description: NotRequired[Optional[str]]
    """What the tool does; a model reads this to decide when to call it. Null if nothing was said."""
    source: NotRequired[Optional[types.ToolSource]]
    """Whether the tool is shared within the organisation or written in the config itself; null if not known."""
    source_code: NotRequired[Optional[str]]
    """Source code of the tool, recorded for reference; null if not given."""
    setup_schema: NotRequired[Optional[Mapping[str, Any]]]
    """JSON Schema of the settings the tool needs before it can run; null if it needs none."""
    parameters: NotRequired[Optional[Mapping[str, Any]]]
    """JSON Schema of the arguments of the tool; null if it takes none."""
    signature: NotRequired[Optional[str]]
    """Name and arguments, in the form used to call the tool in a template; null if it cannot be called there."""
    is_preset: NotRequired[Optional[bool]]
    """True for a ready-made tool, false for one written by a user."""
    preset_name: NotRequired[Optional[str]]
    """Name of the ready-made tool this one is based on; null if there is none."""
