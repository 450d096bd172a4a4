"""Values to JSON and query text, and back."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic_core import PydanticSerializationError
from pydantic_core import from_json as _from_json
from pydantic_core import to_json as _to_json

from humanloop.core.json_kinds import is_list
from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOO_DEEP = "it is nested too deep"
"""What is said of JSON that Python cannot follow to its end."""

# pydantic-core sets itself up with the first value, under a lock that a fork in between would leave locked.
with LOADING:
    _to_json(None)


def to_json(value: Any) -> bytes:
    """Write plain JSON values as UTF-8 text.

    Raises:
        ValueError: The value holds something that JSON cannot carry.
    """
    try:
        return _to_json(value)
    except PydanticSerializationError as error:
        raise ValueError(str(error)) from None


def from_json(data: bytes | str) -> Any:
    """Read JSON.

    Args:
        data: Text, or UTF-8 with or without a byte order mark.

    Raises:
        ValueError: It is no JSON.
    """
    if isinstance(data, bytes):
        data = data.removeprefix(BOM_UTF8)
    return _from_json(data, allow_inf_nan=False)


def from_answer(data: bytes | str) -> Any:
    """Read JSON that a server has sent, and lose nothing that Python's own `json` reads: NaN, half a surrogate pair.

    Args:
        data: As for `from_json`.

    Raises:
        ValueError: It is no JSON.
    """
    if isinstance(data, bytes):
        data = data.removeprefix(BOM_UTF8)
    try:
        return _from_json(data)
    except ValueError:
        pass
    try:
        return json.loads(data.decode() if isinstance(data, bytes) else data)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None


def to_query(values: Mapping[str, Any]) -> str:
    """Write the query of a URL: a list becomes its key repeated, a boolean `true` or `false`; a null has no form.

    What is deeper is written as JSON.
    """
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        items = value if is_list(value) else (value,)
        pairs += [(name, _query_text(item)) for item in items if item is not None]
    return urlencode(pairs)


def _query_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _to_json(value).decode() if isinstance(value, (dict, list)) else str(value)
