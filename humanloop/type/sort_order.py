# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `SortOrder`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

SortOrder = Union[Literal["asc", "desc"], str]
"""Direction of sorting: `asc` puts the smallest or oldest first, `desc` the largest or newest first."""
