# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolCall`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ToolCall(TypedDict):
    """A call that the model asks the caller to carry out; answer it with a `tool` message that carries its id."""

    id: str
    """Id of the call, set by the provider; repeat it as `tool_call_id` in the answer."""
    type: types.ToolType
    """Kind of the tool, always `function`."""
    function: Union[types.FunctionTool, models.FunctionTool]
    """The function to call and its arguments."""
