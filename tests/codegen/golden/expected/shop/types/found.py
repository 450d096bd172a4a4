# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Found`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union

from shop import models, types


class Found(TypedDict):
    books: Sequence[Union[types.Novel, models.Novel]]
    total: int
