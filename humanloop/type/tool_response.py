# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, Optional, TypedDict


class ToolResponse(TypedDict):
    """A tool that a model config offers to the model."""

    id: str
    """Identifier of the tool; starts with `config_` if it is written in the config and `oc_` if it is linked from
    the organisation.
    """
    name: str
    """Name of the function, as the model uses it."""
    description: NotRequired[Optional[str]]
    """What the tool does; the model reads this to decide when to call it. Null if nothing was said."""
    parameters: NotRequired[Optional[Mapping[str, Any]]]
    """JSON Schema of the arguments of the function; null if it takes none."""
    source: NotRequired[Optional[str]]
    """`inline` for a tool written in the config, `organization` for a linked one."""
