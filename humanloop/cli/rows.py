"""Answers as rows and columns of short texts, for the room that a terminal has."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.display.fields import is_useful, rank, shortened
from humanloop.display.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = 2
"""Blanks between columns."""
PAYLOADS = ("provider_request", "provider_response", "provider_responses")
"""Fields that hold what went to a provider of models and came back: long, and said in other fields before."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*")
_WHOLE = re.compile(r"(.*[_.])?(id|at|used)")
"""Names of fields whose values say nothing when they are cut: IDs and times."""
_LEAST = 16
"""Characters of a text that are shown at least."""
_ENOUGH = 40
"""Characters of a text beyond which other columns are worth more."""
_MOST = 200


def rows_of(records: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Write the values of records as short texts; what has no short form is left out."""
    return [dict(_row(record)) for record in records]


def _row(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    shown = _without_repetition(kinds().row(record))
    for name, value in shown.items():
        text = shortened(" ".join(_short(value).split()), _MOST)
        if text:
            yield name, text
        # Where a record has no ID of its own, those of its parts are what other commands ask for.
        if "id" not in shown and is_object(value) and value.get("id") and _name(value):
            yield f"{name}.id", text_of(value["id"])


def _short(value: Any) -> str:
    """Write a value in little room; nothing for what needs more."""
    if is_list(value):
        # Objects with a name are known by it, and feedback and verdicts by their values; others say too much.
        texts = [_name(item) or _verdict(item) if is_object(item) else text_of(item) for item in value]
        return ", ".join(texts) if all(texts) else ""
    if not is_object(value):
        return text_of(value)
    if value.get("id"):
        return _name(value) or text_of(value["id"])
    plain = [f"{name}: {text_of(item)}" for name, item in value.items() if not is_list(item) and not is_object(item)]
    return ", ".join(plain) if len(plain) == len(value) else ""


def _name(value: dict[str, Any]) -> str:
    return text_of(value.get("name")) if value.get("id") else ""


def _verdict(value: dict[str, Any]) -> str:
    said = text_of(value["value"] if value.get("value") is not None else value.get("error"))
    # The type of feedback, or the evaluator.
    whose = value.get("type") or value.get("evaluator_name")
    return f"{whose}: {said}" if said and isinstance(whose, str) else said


def _field(column: str) -> str:
    return column.removesuffix(".id")


def _without_repetition(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says no more than another field."""
    repeated = kinds().repeated(value)
    return {name: item for name, item in value.items() if name not in repeated}


def columns_of(rows: Sequence[dict[str, str]], width: int) -> dict[str, int]:
    """Choose the columns that fit, those that tell most first.

    Args:
        rows: As `rows_of` writes them.
        width: Characters in a line.

    Returns:
        Name of a column → characters that it gets.
    """
    widest: dict[str, int] = {}
    for row in rows:
        for name, text in row.items():
            widest[name] = max(widest.get(name, len(name)), len(text))
    names = sorted(widest, key=lambda name: rank(_field(name)))
    useful = [name for name in names if is_useful(_field(name))]
    line = _Line(widest, width)
    kept = [name for name in kinds().kept if name in widest]
    for name in kept:
        line.add(name, max(_LEAST, len(name)))
    for name in kinds().uncut:
        line.widen(_ENOUGH, only=name)
    for name in useful:
        if name not in kept:
            line.add(name, max(_LEAST, len(name)))
    # A little for each in turn, so that one long text does not take all the room.
    for most in range(_LEAST, _ENOUGH + 1, 4):
        line.widen(most)
    for name in names:
        if name not in useful and name not in kept:
            line.add(name, _ENOUGH)
    line.widen(_MOST)
    return {name: line.columns[name] for name in names if name in line.columns}


class _Line:
    """The room of a line, as columns take it."""

    def __init__(self, widest: dict[str, int], width: int) -> None:
        self.columns: dict[str, int] = {}
        self._widest = widest
        self._left = width + GAP

    def add(self, name: str, most: int) -> None:
        """Add a column if there is room for so much of its values, or for all of them where cut ones say nothing."""
        room = self._widest[name] if _WHOLE.fullmatch(name) else min(self._widest[name], most)
        if room + GAP <= self._left:
            self.columns[name] = room
            self._left -= room + GAP

    def widen(self, most: int, only: str | None = None) -> None:
        """Give columns, or one of them, more room while there is some."""
        for name, room in self.columns.items():
            if only not in (None, name):
                continue
            more = min(max(min(self._widest[name], most) - room, 0), self._left)
            self.columns[name] += more
            self._left -= more


def flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Walk the plain values of an object, each with its place in it; nothing is said of what is empty."""
    if is_object(value) and value:
        for name, item in sorted(_without_repetition(value).items(), key=lambda field: rank(field[0])):
            yield from flat(item, f"{place}.{name}" if place else name)
    elif is_list(value) and any(is_list(item) or is_object(item) for item in value):
        for index, item in enumerate(value):
            yield from flat(item, f"{place}.{index}")
    elif value not in (None, [], {}):
        yield place, text_of(value)


def text_of(value: Any) -> str:
    """Write a value."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _TIME.sub(r"\1 \2", text) if _TIME.fullmatch(text) else text
