# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FunctionToolChoice`, as it is sent."""

from __future__ import annotations

from typing import TypedDict


class FunctionToolChoice(TypedDict):
    """Names the function that a model is made to call."""

    name: str
    """Name of one of the functions in the config's `tools`."""
