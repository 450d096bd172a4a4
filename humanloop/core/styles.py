"""How arguments that are no plain values are written in paths, queries, headers, cookies and forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from humanloop.core.json import to_json, to_query
from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
"""What stands between the items of a list in a query."""
JSON = "json"


class Style:
    """How one argument is written, where that is not how such arguments are written anyway."""

    __slots__ = ("explode", "form", "name")

    def __init__(self, form: str, *, explode: bool = False, name: str = "") -> None:
        """Describe it.

        Args:
            form: A style of OpenAPI (`form`, `simple`, `deepObject`, …), or `json`.
            explode: Whether each item of a list, or field of an object, stands alone.
            name: Its name in the API, where arguments of another place are called so too.
        """
        self.form = form
        self.explode = explode
        self.name = name

    def pairs(self, name: str, value: Any) -> list[tuple[str, str]]:
        """Write a value for a query or a form, as names and encoded texts; a null has no form."""
        name = self.name or name
        if self.form == JSON:
            return [(name, _quoted(to_json(value).decode()))]
        if self.form == "deepObject":
            return list(_deep(name, value))
        if is_object(value) and self.explode:
            return [pair for key, item in value.items() for pair in _repeated(key, item)]
        if is_object(value):
            value = _flat(value)
        if not is_list(value) or self.explode or self.form not in _DELIMITERS:
            return _repeated(name, value)
        texts = [_quoted(text_of(item)) for item in _items(value)]
        return [(name, _DELIMITERS[self.form].join(texts))] if texts else []

    def query(self, name: str, value: Any) -> str:
        """Write a value as a part of a query."""
        return "&".join(f"{_quoted(key)}={text}" for key, text in self.pairs(name, value))

    def segment(self, name: str, value: Any) -> str:
        """Write a value as a part of a path."""
        name = self.name or name
        if self.form == JSON:
            return _quoted(to_json(value).decode())
        first = {"label": ".", "matrix": ";"}.get(self.form, "")
        between = first if self.explode and first else ","
        pair = _named if self.form == "matrix" else "{}={}".format
        if is_object(value) and self.explode:
            return first + between.join(pair(_quoted(key), _quoted(text_of(item))) for key, item in _fields(value))
        texts = [_quoted(text_of(item)) for item in (_flat(value) if is_object(value) else _items(value))]
        if self.form == "matrix":
            return "".join(f";{_named(name, text)}" for text in (texts if self.explode else [",".join(texts)]))
        return first + between.join(texts)

    def header(self, value: Any) -> str:
        """Write a value as a header."""
        if self.form == JSON:
            return _escaped(to_json(value).decode())
        if is_object(value) and self.explode:
            return ",".join(f"{key}={text_of(item)}" for key, item in _fields(value))
        return header_text(value)


def styled_query(values: Mapping[str, Any], styles: Mapping[str, Style]) -> str:
    """Write values as a query, each in its style."""
    parts = (
        styles[key].query(key, value) if key in styles else to_query({key: value}) for key, value in values.items()
    )
    return "&".join(filter(None, parts))


def header_text(value: Any) -> str:
    """Write a value as a header that says nothing of its style."""
    return ",".join(map(text_of, _flat(value) if is_object(value) else _items(value)))


def text_of(value: Any) -> str:
    """Write one value as text; what is no plain value, as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_json(value).decode() if is_object(value) or is_list(value) else str(value)


def _escaped(text: str) -> str:
    """Write JSON in ASCII, as headers are."""
    return re.sub(r"[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], text)


def _named(name: str, text: str) -> str:
    """Write a part of a path with its name; one that is empty is its name alone."""
    return f"{name}={text}" if text else name


def _items(value: Any) -> list[Any]:
    """Answer the items of a list, or a value as the only one; a null has no form."""
    return [item for item in (value if is_list(value) else [value]) if item is not None]


def _fields(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, item) for key, item in value.items() if item is not None]


def _flat(value: dict[str, Any]) -> list[Any]:
    return [part for pair in _fields(value) for part in pair]


def _repeated(name: str, value: Any) -> list[tuple[str, str]]:
    return [(name, _quoted(text_of(item))) for item in _items(value)]


def _deep(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Write what an object or a list holds with brackets; what is no plain value in a list has its number in them."""
    if is_object(value):
        for key, item in value.items():
            yield from _deep(f"{name}[{key}]", item)
    elif is_list(value):
        for index, item in enumerate(value):
            yield from _deep(f"{name}[{index if is_object(item) or is_list(item) else ''}]", item)
    elif value is not None:
        yield name, _quoted(text_of(value))


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
