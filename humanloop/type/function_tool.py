# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FunctionTool`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class FunctionTool(TypedDict):
    """The function and the arguments of a tool call."""

    name: str
    """Name of the function to call."""
    arguments: NotRequired[str]
    """Arguments as the text of a JSON object, written by the model; parse and check it before use."""
