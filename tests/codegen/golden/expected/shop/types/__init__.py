# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Types of what is sent: one TypedDict per schema, imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from shop.types.book import Book
    from shop.types.found import Found
    from shop.types.genre import Genre
    from shop.types.novel import Novel
    from shop.types.shelf import Shelf
    from shop.types.shelf_books import ShelfBooks
    from shop.types.story import Story

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
