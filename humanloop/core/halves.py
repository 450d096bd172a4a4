"""Halves of surrogate pairs: answers keep them as they came, and no text that is written somewhere can hold them."""

from __future__ import annotations

from typing import Any

from humanloop.core.json_kinds import is_list, is_object


def whole(text: str) -> str:
    """Write the replacement character in the place of each half; two halves that belong together become one sign."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def without_halves(value: Any) -> Any:
    """`whole` for each text in a value of JSON; the value is not changed."""
    if isinstance(value, str):
        return whole(value)
    if is_list(value):
        return [*map(without_halves, value)]
    if is_object(value):
        return {without_halves(key): without_halves(item) for key, item in value.items()}
    return value
