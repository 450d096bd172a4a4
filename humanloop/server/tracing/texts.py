"""Texts of other programs, read as JSON where they are JSON."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import from_json, to_json

from humanloop.server.storable import clean

_TRACEBACK = "Traceback (most recent call last)"
_BEGINNINGS = frozenset('[{"-0123456789tfn')


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


def without_traceback(text: str) -> str:
    """Answer an error's text; of a traceback the last line, which says what went wrong."""
    return text.strip().rpartition("\n")[2].strip() if _TRACEBACK in text else text


def compact(value: Any) -> str:
    """Write a value as it is if it is a text, else as JSON without blanks."""
    return value if isinstance(value, str) else to_json(value).decode()
