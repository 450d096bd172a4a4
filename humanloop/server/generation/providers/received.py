"""JSON of providers: whatever comes, what is made of it can be stored and answered."""

from __future__ import annotations

import json
from typing import Any

from humanloop.core.json import from_json
from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.storable import DEEPEST, is_too_deep

_TOO_DEEP = "the JSON is nested too deeply"


def to_value(text: str | bytes) -> Any:
    """Read JSON. What only some readers take is taken: halves of characters become U+FFFD, and NaN null.

    Raises:
        ValueError: It is none, or nested more deeply than what is kept may be.
    """
    value = _read(text)
    # Few answers have as many brackets as would be needed.
    brackets = text.count(b"[") + text.count(b"{") if isinstance(text, bytes) else text.count("[") + text.count("{")
    if brackets > DEEPEST and is_too_deep(value):
        raise ValueError(_TOO_DEEP)
    return value


def _read(text: str | bytes) -> Any:
    try:
        return from_json(text)
    except ValueError:
        pass
    try:
        return _clean(json.loads(text, parse_constant=lambda _: None))
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if is_list(value):
        return [_clean(item) for item in value]
    if is_object(value):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
