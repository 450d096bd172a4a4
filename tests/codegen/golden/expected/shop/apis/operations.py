# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""All operations of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict

from shop.apis.tags import book_shelves_api

if TYPE_CHECKING:
    from humanloop.core.operation import Operation

OPERATIONS: Dict[str, Operation[Any]] = {
    "book_shelves.search": book_shelves_api.SEARCH,
    "book_shelves.list": book_shelves_api.LIST,
    "book_shelves.create": book_shelves_api.CREATE,
    "book_shelves.delete": book_shelves_api.DELETE,
}
"""What each operation is, by the name of its tag and of its method."""
