# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Shelf`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NotRequired, Optional, TypedDict, Union

from humanloop.core.operation import MaxLength
from shop import models, types

Shelf = TypedDict(
    "Shelf",
    {
        # What is written on it. At most 20 characters.
        "name": "Annotated[str, MaxLength(20)]",
        "class": "NotRequired[str]",
        "books": "NotRequired[Sequence[types.Book]]",
        # Where books stand.
        "neighbour": "NotRequired[Optional[Union[types.Shelf, models.Shelf]]]",
        "stream": "NotRequired[bool]",
    },
)
"""Where books stand."""
