# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `ShelfBooks`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop import types

ShelfBooks = Sequence["types.Book"]
"""What an earlier release called `Shelf.books`."""
