# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Story`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, Union


class Story(TypedDict):
    type: Union[Literal["story"], str]
    model_config: NotRequired[Mapping[str, Any]]
    """Deprecated: new code should not use it."""
