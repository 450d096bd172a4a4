# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Book`, as it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from shop import models, types

Book = Union["types.Novel", "models.Novel", "types.Story", "models.Story"]
"""Something to read."""
