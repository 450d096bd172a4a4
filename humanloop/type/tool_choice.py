# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolChoice`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ToolChoice(TypedDict):
    """Forces the model to call one particular function."""

    type: types.ToolType
    """Kind of the tool, always `function`."""
    function: Union[types.FunctionToolChoice, models.FunctionToolChoice]
    """The function that has to be called."""
