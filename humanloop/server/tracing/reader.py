"""Attributes of a span, read by the names that dialects give them. What was read has found its field."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.body_limits import is_too_large
from humanloop.server.tracing.texts import compact, parsed, parsed_container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TOKENS = ("prompt_tokens", "output_tokens")
"""Fields that count tokens."""
COUNTS = ("cached_tokens", "cache_write_tokens", "reasoning_tokens")
"""Fields that count tokens among those."""
COSTS = ("prompt_cost", "output_cost", "cost")
"""Fields in US dollars."""
# No emitter nests indexed keys deeper.
_MOST_PARTS = 12
# All readers of JSON keep it exactly, and twice as much.
_MOST_TOKENS = 2**52
_LARGEST_WHOLE = 2**63 - 1


class Reader:
    """Reads attributes.

    Args:
        attributes: By name.
    """

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self._attributes = attributes
        self.used: set[str] = set()
        """Names of the attributes that were read."""

    def has(self, *names: str) -> bool:
        """Tell whether one of these attributes is there."""
        return any(name in self._attributes for name in names)

    def get(self, *names: str) -> Any:
        """Answer the first of these attributes that has a value; all of them say the same, so all count as read."""
        found = None
        for name in names:
            value = self._attributes.get(name)
            if value is not None:
                self.used.add(name)
                found = value if found is None else found
        return found

    def keep(self, name: str) -> None:
        """Let an attribute that was read stand among those without a field all the same."""
        self.used.discard(name)

    def peek(self, name: str) -> Any:
        """Answer an attribute that keeps its place among those without a field."""
        return self._attributes.get(name)

    def fields(self, known: Mapping[str, list[tuple[int, str]]]) -> dict[str, Any]:
        """Answer the attributes that are fields: of several that are the same one, the first that is not empty.

        A count or a cost that none can be is no field.

        Args:
            known: Name of an attribute → the fields that it may be, each with its place among those that may be that.
        """
        found: dict[str, tuple[int, Any]] = {}
        for name, value in self._attributes.items():
            rows = known.get(name)
            if rows is None or value is None:
                continue
            for place, field in rows:
                said = value if value == "" or field not in _AMOUNTS else _AMOUNTS[field](value)
                if said is None:
                    continue
                self.used.add(name)
                if said != "" and (field not in found or place < found[field][0]):
                    found[field] = place, said
        return {field: value for field, (_, value) in found.items()}

    def text(self, *names: str) -> str | None:
        """Answer the first of these attributes as text; an empty one is none."""
        value = self.get(*names)
        return None if value is None else compact(value) or None

    def quoted(self, *names: str) -> str | None:
        """Answer the first of these attributes as text, without the quotes that make JSON of it."""
        value = self.get(*names)
        if isinstance(value, str) and value.startswith('"'):
            value = parsed(value)
        return None if value is None else compact(value)

    def json(self, *names: str) -> Any:
        """Answer what the first of these attributes says, if it is a list or an object in JSON; else its value."""
        return parsed_container(self.get(*names))

    def tree(self, prefix: str) -> Any:
        """Answer the attributes below a prefix as a tree: parts of names that are numbers make lists, in their order.

        Args:
            prefix: How their names begin, with the dot at its end.
        """
        root: dict[str, Any] = {}
        for name, value in self._attributes.items():
            if not name.startswith(prefix):
                continue
            self.used.add(name)
            *path, last = name[len(prefix) :].split(".", _MOST_PARTS)
            node = root
            for part in path:
                inner = node.setdefault(part, {})
                if not is_object(inner):
                    inner = node[part] = {}
                node = inner
            node.setdefault(last, value)
        return _with_lists(root)

    def below(self, *prefixes: str, ignored: Iterable[str] = ()) -> dict[str, Any]:
        """Answer the attributes below some prefixes by the rest of their names.

        Args:
            prefixes: How their names begin.
            ignored: Beginnings of the rest of names that are passed over.
        """
        found: dict[str, Any] = {}
        passed = tuple(ignored)
        for prefix in prefixes:
            for name, value in self._attributes.items():
                rest = name[len(prefix) :] if name.startswith(prefix) else ""
                if rest and not rest.startswith(passed or ("\0",)):
                    self.used.add(name)
                    found[rest] = parsed(value)
        return found

    def rest(self) -> dict[str, Any]:
        """Answer the attributes that nobody has read."""
        return {name: value for name, value in self._attributes.items() if name not in self.used and value is not None}


def to_number(value: Any) -> int | float | None:
    """Read a number, or the text of one; None if it is none, or too large to be summed up."""
    if isinstance(value, str):
        value = parsed(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or is_too_large(value):
        return None
    return None if math.isnan(value) else value


def to_whole(value: Any) -> int | None:
    """Read a whole number, or the text of one; None if it is none, or of more than 64 bits."""
    number = to_number(value)
    return int(number) if number is not None and number == int(number) and abs(number) <= _LARGEST_WHOLE else None


def to_count(value: Any) -> int | None:
    """Read a number of tokens, or the text of one; None if no call can have so many."""
    number = to_whole(value)
    return number if number is not None and 0 <= number <= _MOST_TOKENS else None


def to_cost(value: Any) -> int | float | None:
    """Read a cost, or the text of one; None if it is none."""
    number = to_number(value)
    return number if number is not None and number >= 0 else None


_AMOUNTS: dict[str, Callable[[Any], int | float | None]] = {
    **dict.fromkeys((*TOKENS, *COUNTS), to_count),
    **dict.fromkeys(COSTS, to_cost),
}


def _with_lists(value: Any) -> Any:
    if not is_object(value):
        return value
    if value and all(key.isdecimal() and key.isascii() for key in value):
        return [_with_lists(value[key]) for key in sorted(value, key=_as_number)]
    return {key: _with_lists(item) for key, item in value.items()}


def _as_number(key: str) -> tuple[int, str]:
    # By length first: Python refuses to read numbers of thousands of digits.
    digits = key.lstrip("0")
    return len(digits), digits


def first_text(value: Any) -> str | None:
    """Answer a text, or the first text of a list; also when they are written as JSON."""
    value = parsed_container(value)
    if is_list(value):
        value = next((item for item in value if item), None)
    return value if isinstance(value, str) and value else None
