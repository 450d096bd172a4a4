# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ToolSource`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ToolSource = Union[Literal["organization", "inline"], str]
"""Where a tool is defined: `organization` is shared by all configs of the organisation, `inline` is written in one config."""
