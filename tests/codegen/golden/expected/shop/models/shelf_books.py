# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `ShelfBooks`, as it is received."""

from __future__ import annotations

from typing import List

from shop import models

ShelfBooks = List[models.Book]
"""What an earlier release called `Shelf.books`."""
