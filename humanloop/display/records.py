"""Lists and pages, as a table of the columns that say something."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.display.fields import (
    is_model,
    is_models,
    is_useful,
    label_of,
    rank,
    says_nothing,
    shortened,
    told,
    without_keys,
)
from humanloop.display.kinds import kinds
from humanloop.display.markup import MONO, Html, element, heading, indented, joined, table, text
from humanloop.display.values import json_text, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 20
"""Records that are shown."""
MOST_COLUMNS = 8
FEW_COLUMNS = 4
_TEXT = 200
_NARROW = "max-width:24em"


def records_html(records: Sequence[Any], kind: str, total: object = None, number: object = None) -> Html:
    """Show records.

    Args:
        records: The records that are there.
        kind: What they are called where there are none to tell.
        total: How many there are elsewhere too, if that is known.
        number: Of the page, if it has one.
    """
    own = kinds().listed(records)
    if own is not None:
        return own
    shown = records[:MOST_ROWS]
    of = total if isinstance(total, int) and total > len(records) else len(records)
    counted = "1 record" if of == 1 else f"{of} records"
    remark = counted if len(shown) == of else f"{len(shown)} of {counted}"
    if isinstance(number, int) and of != len(records):
        remark += f", page {number}"
    title = type(records[0]).__name__ if is_models(records) else kind
    return joined([heading(title, remark), *kinds().summary(records), _table(shown) if shown else ""])


def _table(records: Sequence[Any]) -> Html:
    if not is_models(records):
        return table([""], ([cell("", record)] for record in records))
    rows = [(depth, row_of(record)) for depth, record in kinds().tree(records)]
    columns = columns_of([row for _, row in rows])
    return table(
        columns,
        (
            [
                indented(depth, cell(name, row.get(name))) if depth and not number else cell(name, row.get(name), row)
                for number, name in enumerate(columns)
            ]
            for depth, row in rows
        ),
    )


def row_of(record: Any) -> dict[str, Any]:
    """The fields of a record that say something, and that its row shows."""
    return kinds().row(told(record))


def columns_of(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Choose columns: the useful fields that some row has, in their order; others if there are few of them."""
    names = sorted(dict.fromkeys(name for row in rows for name in row), key=rank)
    useful = [name for name in names if is_useful(name)][:MOST_COLUMNS]
    others = [name for name in names if not is_useful(name) and _is_short(rows, name)]
    return useful + others[: max(FEW_COLUMNS - len(useful), 0)]


def _is_short(rows: Sequence[dict[str, Any]], name: str) -> bool:
    return all(not is_model(row.get(name)) and not isinstance(row.get(name), (dict, list)) for row in rows)


def cell(name: str, value: Any, row: dict[str, Any] | None = None) -> Html:
    """Show a value in little room."""
    if says_nothing(value):
        return Html()
    own = kinds().field(name, value, row or {}) or kinds().brief(value, _TEXT)
    if own is not None:
        return own
    if isinstance(value, str):
        return text(shortened(value, _TEXT), f"{MONO};white-space:nowrap" if _is_id(name) else _NARROW)
    if isinstance(value, (datetime, date)):
        return element("span", f"{value!s:.16}", style="white-space:nowrap")
    return joined(text(shortened(part, _TEXT), _NARROW) for part in _parts(value))


def _parts(value: Any) -> list[str]:
    """Show a value as lines of text."""
    if is_model(value):
        return [label_of(value) or type(value).__name__]
    if is_models(value):
        return [", ".join(label_of(one) or type(one).__name__ for one in value[:MOST_ROWS])]
    if is_object(value):
        return [f"{key}: {_plain(item)}" for key, item in list(without_keys(value).items())[:5]]
    return [number_text(value) if isinstance(value, (bool, int, float)) else _plain(value)]


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)
