"""Reading single values of a record: times, texts, and the fields that are left over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.body_limits import is_too_large
from humanloop.server.domain.times import to_moment
from humanloop.server.json_values import to_text
from humanloop.server.moving.records import Change
from humanloop.server.store.schema import to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IN_REST = "kept beside the old id, as `rest`"
"""What became of a field that has no place."""
_SHOWN = 60


def moment(value: Any) -> datetime | None:
    """Read a time in ISO 8601; null and an empty text are none.

    Raises:
        UnprocessableError: It is no time.
    """
    if value is None or value == "":
        return None
    text = str(value)
    try:
        return to_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return to_moment(text)


def text_or_none(value: Any) -> str | None:
    """Answer a value as text; objects as JSON."""
    return None if value is None else to_text(value)


def check_messages(name: str, value: Any) -> None:
    """Refuse as the messages of a field what is no list of objects, which no answer could show.

    Raises:
        ValueError: It is none.
    """
    if value is not None and not (is_list(value) and all(map(is_object, value))):
        raise ValueError(f"`{name}` is no list of messages")


def check_number(name: str, value: Any) -> None:
    """Refuse a number that is too large to be summed up; what is no number is passed over.

    Raises:
        ValueError: It is.
    """
    if is_too_large(value):
        raise ValueError(f"`{name}` is too large a number")


def shown(value: Any) -> str:
    """Write a value as a short example."""
    text = to_text(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def left_over(given: Mapping[str, Any], taken: Iterable[str]) -> dict[str, Any]:
    """Answer the fields of a record that nobody takes and that say something."""
    known = set(taken)
    return {name: value for name, value in given.items() if name not in known and value not in (None, [], {}, "")}


def kept(rest: Mapping[str, Any]) -> list[Change]:
    """Say of each field of a rest that it is kept there. Its values may be anything, so none is shown."""
    return [Change(name, IN_REST) for name in rest]
