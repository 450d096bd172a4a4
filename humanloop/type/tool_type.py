# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolType`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ToolType = Union[Literal["function"], str]
"""Kind of a tool that a model calls; `function` (a function with JSON arguments) is the only one."""
