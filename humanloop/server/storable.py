"""What every database can hold, and every reader of an answer take: no NUL, no half characters, no endless nesting."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from humanloop.core.halves import whole
from humanloop.core.json import from_json
from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 100
"""Most levels of lists and objects in a value that is kept. Readers of JSON take 200: the rest is the answer's own."""
TOO_DEEP = f"nested deeper than {DEEPEST} levels, which is the most that this server keeps"
"""What is said of more."""
_REPLACEMENT = "\ufffd"
_ESCAPED = b"\\u0000"
# A backslash that is itself escaped begins nothing.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


class TooDeepError(ValueError):
    """JSON has so many levels that it is not read."""


def clean_text(text: str) -> str:
    """Replace what no database and no UTF-8 can hold: NUL, and halves of surrogate pairs."""
    return whole(without_nul(text))


def without_nul(text: str) -> str:
    """Replace NUL in a text."""
    return text.replace("\0", _REPLACEMENT) if "\0" in text else text


def json_without_nul(text: bytes) -> bytes:
    """Replace NUL in JSON, where it is always escaped."""
    return _NUL.sub(rb"\1" + _REPLACEMENT.encode(), text) if _ESCAPED in text else text


def read_json(text: bytes) -> Any:
    """Read JSON that is to be kept. It may still be deeper than is kept.

    Raises:
        TooDeepError: It has more levels than are read.
        ValueError: It is none. Both say so in words that go on after “is”.
    """
    try:
        return from_json(json_without_nul(text))
    except ValueError as error:
        if "recursion limit exceeded" in str(error):
            raise TooDeepError(TOO_DEEP) from None
        raise ValueError(f"not JSON: {error}") from error


def url_without_nul(part: bytes) -> bytes:
    """Replace NUL in a path or a query as it was sent."""
    return part.replace(b"%00", b"%EF%BF%BD") if b"%00" in part else part


def clean_number(value: float) -> float | str:
    """Write numbers that JSON does not have as texts."""
    return value if math.isfinite(value) else str(value)


def clean(value: Any, depth: int = 0) -> Any:
    """Make a value of JSON storable.

    Raises:
        ValueError: It is nested too deeply.
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return clean_number(value)
    if not isinstance(value, (dict, list)):
        return value
    if depth >= DEEPEST:
        raise ValueError("The JSON is nested too deeply.")
    if is_object(value):
        return {clean_text(key): clean(item, depth + 1) for key, item in value.items()}
    return [clean(item, depth + 1) for item in value] if is_list(value) else None


def is_too_deep(value: Any, most: int = DEEPEST) -> bool:
    """Tell whether a value of JSON has more levels of lists and objects than this."""
    level: list[Any] = [value] if isinstance(value, (dict, list)) else []
    for _ in range(most):
        if not level:
            return False
        level = [item for each in level for item in _items(each) if isinstance(item, (dict, list))]
    return bool(level)


def deepest_place(value: Any, most: int = DEEPEST, steps: int = 4) -> tuple[str | int, ...]:
    """Answer the first steps on the way to what makes a value too deep."""
    place: tuple[str | int, ...] = ()
    while len(place) < steps:
        items = value.items() if is_object(value) else enumerate(value)
        name, value = next((name, item) for name, item in items if is_too_deep(item, most - len(place) - 1))
        place = (*place, name)
    return place


def _items(value: Any) -> Iterable[Any]:
    return value.values() if is_object(value) else value
