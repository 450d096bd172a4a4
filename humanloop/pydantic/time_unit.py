# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `TimeUnit`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

TimeUnit = Union[Literal["day", "week", "month"], str]
"""Length of the intervals into which figures over time are grouped: `day`, `week` or `month`."""
