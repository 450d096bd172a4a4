# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigToolRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from humanloop import type as types


class ModelConfigToolRequest(TypedDict):
    """A tool defined inline in a model config."""

    name: str
    """Name of the function, by which the model calls it."""
    description: NotRequired[str]
    """What the function does and when to use it; the model reads this."""
    parameters: NotRequired[Mapping[str, Any]]
    """JSON Schema of the function's arguments. Absent means that it takes none."""
    source: NotRequired[types.ToolSource]
    """Where the definition lives: `inline` for one written out here, `organization` for a shared one."""
    source_code: NotRequired[str]
    """Source code of the function, kept for the record; the server does not execute it."""
    other: NotRequired[Mapping[str, Any]]
    """Further properties of the tool, kept as given."""
    preset_name: NotRequired[str]
    """Name of the ready-made tool this one is based on, if any."""
    strict: NotRequired[bool]
    """With `true` the provider is asked to keep the arguments exactly to the schema, where it supports this."""
