# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolConfigRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, Union

from humanloop import type as types


class ToolConfigRequest(TypedDict):
    """A tool config as part of a log, for a step that is no model call, such as a search or a database look-up."""

    name: str
    """Name of the tool."""
    description: NotRequired[str]
    """What the tool does."""
    parameters: NotRequired[Mapping[str, Any]]
    """JSON Schema of the tool's arguments."""
    source: NotRequired[types.ToolSource]
    """Where the definition lives: `inline` for one written out here, `organization` for a shared one."""
    source_code: NotRequired[str]
    """Source code of the tool as it was when it ran; kept so that changes can be traced."""
    other: NotRequired[Mapping[str, Any]]
    """Further settings of the tool, kept as given."""
    preset_name: NotRequired[str]
    """Name of the ready-made tool this one is based on, if any."""
    type: Union[Literal["tool"], str]
    """Always `tool`; tells the config from a model config."""
    strict: NotRequired[bool]
    """Whether the arguments have to keep exactly to `parameters`."""
