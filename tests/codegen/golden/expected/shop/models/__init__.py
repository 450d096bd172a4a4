# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Models of what is received: one class per schema, imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from shop.models.book import Book
    from shop.models.found import Found
    from shop.models.genre import Genre
    from shop.models.novel import Novel
    from shop.models.shelf import Shelf
    from shop.models.shelf_books import ShelfBooks
    from shop.models.story import Story

__all__ = [
    "Book",
    "Found",
    "Genre",
    "Novel",
    "Shelf",
    "ShelfBooks",
    "Story",
]

_MODULES = {
    "Book": "book",
    "Found": "found",
    "Genre": "genre",
    "Novel": "novel",
    "Shelf": "shelf",
    "ShelfBooks": "shelf_books",
    "Story": "story",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES)
