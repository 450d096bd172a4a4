"""Any value as HTML, and the frame that it stands in."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.display.fields import (
    fields_of,
    is_model,
    is_models,
    label_of,
    says_nothing,
    shortened,
    told,
    without_keys,
)
from humanloop.display.kinds import kinds
from humanloop.display.markup import MONO, Html, details, dim, element, escaped, heading, joined, pairs, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_TEXT = 4000
"""Characters that are shown of a text where one object is shown."""
LONGEST_LIST = 50
"""Parts that are shown of a list or an object."""
_FEW = 6
DEEPEST = 4
"""How deep objects are shown inside objects."""


def object_table(model: Any, depth: int = 0) -> Html:
    """Show one object: a table of its fields and their values, and the names of those that are null."""
    rows = [(name, field_value(model, name, value, depth)) for name, value in told(model).items()]
    silent = [name for name, value in fields_of(model).items() if says_nothing(value)]
    if silent:
        rows.append(("", element("div", dim(f"empty: {', '.join(silent)}"), style="max-width:60em")))
    return pairs(rows)


def field_value(model: Any, name: str, value: Any, depth: int) -> Html:
    """Show a field of a model, whose other fields may say what it means."""
    own = kinds().field(name, value, fields_of(model))
    if own is not None:
        return own
    if name in kinds().inner and is_models(value) and depth < DEEPEST:
        return joined(
            details(label_of(item) or type(item).__name__, object_table(item, depth + 1), is_open=number < 2)
            for number, item in enumerate(value[:LONGEST_LIST])
        )
    return value_html(value, depth)


def value_html(value: Any, depth: int = 0, limit: int = LONGEST_TEXT) -> Html:
    """Show a value.

    Args:
        value: Text, number, time, model, or plain JSON.
        depth: How many objects it is inside of.
        limit: Characters that are shown of a text.
    """
    if isinstance(value, str):
        return long_text(value, limit)
    if isinstance(value, (datetime, date)):
        return escaped(time_text(value))
    if value is None or isinstance(value, (bool, int, float)):
        return element("span", number_text(value), style=MONO)
    own = kinds().value(value)
    if own is not None:
        return own
    if depth >= DEEPEST:
        return text(shortened(json_text(value), limit), MONO)
    if is_model(value):
        kind = type(value).__name__
        return details(f"{label_of(value) or kind}", object_table(value, depth + 1))
    return _container(value, depth, limit)


def _container(value: Any, depth: int, limit: int) -> Html:
    if is_object(value):
        return _mapping(without_keys(value), depth, limit)
    if is_list(value):
        return _sequence(value, depth, limit)
    return text(shortened(str(value), limit), MONO)


def _mapping(value: Mapping[Any, Any], depth: int, limit: int) -> Html:
    rows: list[tuple[str, str]] = [
        (shortened(str(key), 80), value_html(item, depth + 1, limit))
        for key, item in list(value.items())[:LONGEST_LIST]
    ]
    shown = pairs([*rows, *_rest(value)])
    return details(f"{len(value)} entries", shown) if depth > 1 or len(value) > _FEW else shown


def _sequence(value: Sequence[Any], depth: int, limit: int) -> Html:
    if not any(isinstance(item, (dict, list)) or is_model(item) for item in value):
        return text(shortened(", ".join(str(item) for item in value[:LONGEST_LIST]), limit))
    rows: list[tuple[str, str]] = [
        (str(number), value_html(item, depth + 1, limit)) for number, item in enumerate(value[:LONGEST_LIST])
    ]
    return details(_kind_of(value), pairs([*rows, *_rest(value)]))


def _kind_of(items: Sequence[Any]) -> str:
    kind = type(items[0]).__name__ if is_models(items) else "entry" if len(items) == 1 else "entries"
    return f"{len(items)} {kind}"


def _rest(value: Any) -> list[tuple[str, str]]:
    return [("…", dim(f"{len(value) - LONGEST_LIST} more"))] if len(value) > LONGEST_LIST else []


def long_text(value: str, limit: int = LONGEST_TEXT) -> Html:
    """Show a text; of a very long one, the beginning and how long it is."""
    if len(value) <= limit:
        return text(value)
    return Html(text(value[:limit]) + dim(f"… ({len(value):,} characters)"))


def time_text(value: date) -> str:
    """Show a time, to the second."""
    if not isinstance(value, datetime):
        return value.isoformat()
    zone = value.tzname()
    return f"{value:%Y-%m-%d %H:%M:%S}{f' {zone}' if zone else ''}"


def number_text(value: float | None) -> str:
    """Show a number as people read it: what JSON calls it, with six digits at most after the first."""
    return f"{value:.6g}" if isinstance(value, float) else json.dumps(value)


def json_text(value: Any) -> str:
    """Write a value as JSON, as far as it is JSON."""
    return json.dumps(value, ensure_ascii=False, default=_named)


def _named(value: object) -> str:
    return f"{type(value).__name__}(…)" if is_model(value) else str(value)


def object_html(model: Any) -> Html:
    """Show one object with its kind and name."""
    return Html(heading(type(model).__name__, label_of(model)) + object_table(model))
