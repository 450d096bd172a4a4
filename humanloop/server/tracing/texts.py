"""Texts of other programs: made storable, and read as JSON where they are JSON."""

from __future__ import annotations

import json
import math
from typing import Any

from pydantic_core import from_json, to_json

from humanloop.core.json_kinds import is_list, is_object

_REPLACEMENT = "\ufffd"
# Python's own reader takes what the fast one refuses; nothing that people write is nested deeper.
_DEEPEST = 100
_BEGINNINGS = frozenset('[{"-0123456789tfn')


def clean_text(text: str) -> str:
    """Replace what no database and no UTF-8 can hold: NUL, and halves of surrogate pairs."""
    if "\0" in text:
        text = text.replace("\0", _REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Two halves in a row are one character; one alone is none.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


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
    if depth >= _DEEPEST:
        raise ValueError("The JSON is nested too deeply.")
    if is_object(value):
        return {clean_text(key): clean(item, depth + 1) for key, item in value.items()}
    return [clean(item, depth + 1) for item in value] if is_list(value) else None


def read_json(data: bytes | str) -> Any:
    """Read JSON that others have written: constants such as `NaN`, and halves of surrogate pairs, are no mistakes.

    Raises:
        ValueError: It is no JSON, or nested too deeply.
    """
    zeros, text_zeros = b"\\u0000", "\\u0000"
    is_plain = zeros not in data if isinstance(data, bytes) else text_zeros not in data
    if is_plain:
        try:
            return from_json(data, allow_inf_nan=False, cache_strings="keys")
        except ValueError:
            pass
    try:
        return clean(json.loads(data))
    except RecursionError:
        raise ValueError("The JSON is nested too deeply.") from None


def parsed(value: Any) -> Any:
    """Answer what a text that is JSON says; any other value, and any other text, as it is."""
    if not isinstance(value, str) or not value or value.lstrip()[:1] not in _BEGINNINGS:
        return value
    try:
        return read_json(value)
    except ValueError:
        # Cut by a limit of the emitter, or never meant to be JSON.
        return value


def parsed_container(value: Any) -> Any:
    """Answer what a text says that is a list or an object in JSON; any other value as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        return parsed(value)
    return value


def compact(value: Any) -> str:
    """Write a value as it is if it is a text, else as JSON without blanks."""
    return value if isinstance(value, str) else to_json(value).decode()
