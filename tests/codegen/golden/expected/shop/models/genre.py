# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Genre`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

Genre = Union[Literal["crime", "love"], str]
"""What a book is about."""
