"""The HTML of an answer, whatever it is: what `_repr_html_` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.display.kinds import kinds
from humanloop.display.links import page_of
from humanloop.display.markup import anchor, page
from humanloop.display.records import records_html
from humanloop.display.values import object_html

if TYPE_CHECKING:
    from collections.abc import Sequence


def model_html(model: Any, link: str = "", host: str = "") -> str:
    """Show one object.

    Args:
        model: The object.
        link: The header `Link` of the answer, if it is one.
        host: Where the answer comes from.
    """
    parts = kinds().whole(model)
    address = page_of(link, host)
    linked = () if address is None else (anchor(address, "Open its page"),)
    return page(*(parts if parts is not None else (object_html(model),)), *linked)


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
