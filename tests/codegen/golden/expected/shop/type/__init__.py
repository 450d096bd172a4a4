# Generated from spec.yaml by `python -m codegen spec.yaml --package shop`. Do not edit.
"""Types of what is sent: one TypedDict per schema, imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.lazy import lazy_names

if TYPE_CHECKING:
    from shop.type.book import Book
    from shop.type.found import Found
    from shop.type.genre import Genre
    from shop.type.novel import Novel
    from shop.type.shelf import Shelf
    from shop.type.shelf_books import ShelfBooks
    from shop.type.story import Story

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
