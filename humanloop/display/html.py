"""The HTML of an answer, whatever it is: what `_repr_html_` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.display.kinds import kinds
from humanloop.display.markup import page
from humanloop.display.records import records_html
from humanloop.display.values import object_html

if TYPE_CHECKING:
    from collections.abc import Sequence


def model_html(model: Any) -> str:
    """Show one object."""
    parts = kinds().whole(model)
    return page(*parts) if parts is not None else page(object_html(model))


def page_html(model: Any, records: Sequence[Any]) -> str:
    """Show a page of a list: its own records; no further page is asked for.

    Args:
        model: The page.
        records: Its records.
    """
    total, number = getattr(model, "total", None), getattr(model, "page", None)
    return page(records_html(records, type(model).__name__, total, number))


def list_html(records: Sequence[Any]) -> str:
    """Show a list."""
    return page(records_html(records, "Records"))
