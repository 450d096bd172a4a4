"""What answers look like: the rules for any API, which an API may refine in a module of its own.

The description of the API names that module (`x-client.display`); it has a `KINDS`. Everything else in this package
asks `kinds()` and knows no API.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from humanloop.core.loading import LOADING
from humanloop.spec.facts import DISPLAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.display.markup import Html


class Kinds:
    """The rules for any API. A method that answers None leaves the matter to the general way of showing things."""

    useful: Sequence[str] = (
        *("id", "name", "display_name", "title", "key", "status", "type", "version", "value", "content", "description"),
        *("detail", "error", "created_at", "updated_at"),
    )
    """Names of fields that tell most, in the order in which they are shown; others come after them."""
    first: Sequence[str] = ("id", "name", "title", "status", "value", "error")
    """Fields that come first in a line, where there is little room."""
    kept: Sequence[str] = ("id", "name", "status", "error")
    """Fields that get room before all others where it is short."""
    uncut: Sequence[str] = ()
    """Of these, fields that are made wider before there is room for others, and that take further lines if need be."""
    inner: frozenset[str] = frozenset()
    """Fields whose models are the answer itself, so that they are shown inside of it."""
    labels: Sequence[str] = ("name", "display_name", "title", "id", "key")
    """Fields that say what an object is called, the best one first."""
    labelled_by: str = ""
    """Field whose model says what an object is called that has none of these."""
    key_holders: frozenset[str] = frozenset()
    """Models whose fields are keys, whatever their names are."""

    def label(self, value: Any) -> str:  # noqa: ARG002 - nothing is known of any API
        """Say what an object is called that none of its fields names."""
        return ""

    def repeated(self, fields: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002 - as above
        """Name the fields of an object that say no more than others."""
        return ()

    def whole(self, model: Any) -> Sequence[Html] | None:  # noqa: ARG002 - as above
        """Show one object that is an answer."""
        return None

    def value(self, value: Any) -> Html | None:  # noqa: ARG002 - as above
        """Show a value inside of an object."""
        return None

    def field(self, name: str, value: Any, fields: Mapping[str, Any]) -> Html | None:  # noqa: ARG002 - as above
        """Show a field that only the other fields of its object explain."""
        return None

    def brief(self, value: Any, limit: int) -> Html | None:  # noqa: ARG002 - as above
        """Show a value in little room; of each text, so many characters."""
        return None

    def listed(self, records: Sequence[Any]) -> Html | None:  # noqa: ARG002 - as above
        """Show a list of records that is no table."""
        return None

    def summary(self, records: Sequence[Any]) -> Sequence[Html]:  # noqa: ARG002 - as above
        """Sum records up, above their table."""
        return ()

    def row(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Choose the fields of a record that its row shows."""
        return fields

    def table_row(self, plain: dict[str, Any]) -> dict[str, Any]:
        """Put what a record says into a form of which a data frame makes columns."""
        return plain

    def tree(self, records: Sequence[Any]) -> list[tuple[int, Any]]:
        """Put records into the order of their rows, and say how deep each is below the one that it is a part of."""
        return [(0, record) for record in records]


@cache
def kinds() -> Kinds:
    """The rules for this API: its own, if it has some."""
    if not DISPLAY:
        return Kinds()
    package = __name__.removesuffix(".display.kinds")
    with LOADING:
        found: Kinds = import_module(f"{package}.{DISPLAY}").KINDS
    return found
