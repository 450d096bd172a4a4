"""Reads JSON so that each part knows its line, as the library that reads JSON does not tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final, NamedTuple

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
_HALVES: Final = re.compile("[\ud800-\udfff]")
_DEEPEST: Final = 300
_DECODER: Final = JSONDecoder()


class Member(NamedTuple):
    """A member of an object: its name, and the line that this is on."""

    name: str
    line: int
    tree: Tree


class Tree(NamedTuple):
    """A value, and the line that it begins on; an object has members, a list has elements."""

    line: int
    value: Any = None
    members: tuple[Member, ...] | None = None
    elements: tuple[Tree, ...] | None = None


def read(text: str) -> Tree:
    """Read a JSON document.

    Half of a surrogate pair, which no file can hold, becomes the character that stands for what is unknown.

    Raises:
        JSONDecodeError: It is none.
    """
    reader = _Reader(text)
    tree, end = reader.value(reader.skipped(0), 0)
    end = reader.skipped(end)
    if end != len(text):
        raise JSONDecodeError("something stands behind the document", text, end)
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def skipped(self, at: int) -> int:
        """Pass over white space."""
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _line(self, at: int) -> int:
        return bisect_right(self._ends, at - 1) + 1

    def value(self, at: int, depth: int) -> tuple[Tree, int]:
        """Read the value that begins at a place; answer it, and where it ends."""
        if depth > _DEEPEST:
            raise JSONDecodeError(f"nested more than {_DEEPEST} deep", self._text, at)
        first = self._text[at : at + 1]
        if first == "{":
            return self._object(at, depth)
        if first == "[":
            return self._list(at, depth)
        if first == '"':
            text, end = self._string(at)
            return Tree(self._line(at), text), end
        for word, constant in _WORDS.items():
            if self._text.startswith(word, at):
                return Tree(self._line(at), constant), at + len(word)
        if number := _NUMBER.match(self._text, at):
            return Tree(self._line(at), self._number(number, at)), number.end()
        raise JSONDecodeError("a value is expected", self._text, at)

    def _number(self, number: re.Match[str], at: int) -> float:
        try:
            return float(number[0]) if number[1] or number[2] else int(number[0])
        except ValueError:
            raise JSONDecodeError(f"a number of {len(number[0])} digits cannot be read", self._text, at) from None

    def _string(self, at: int) -> tuple[str, int]:
        value, end = _DECODER.raw_decode(self._text, at)
        return _HALVES.sub("\ufffd", value), end

    def _object(self, at: int, depth: int) -> tuple[Tree, int]:
        members: list[Member] = []
        end = self.skipped(at + 1)
        while self._text[end : end + 1] != "}":
            end = self._next(end, members, "}")
            if self._text[end : end + 1] != '"':
                raise JSONDecodeError("a name in quotes is expected", self._text, end)
            line = self._line(end)
            name, end = self._string(end)
            end = self.skipped(end)
            if self._text[end : end + 1] != ":":
                raise JSONDecodeError("a colon is expected", self._text, end)
            tree, end = self.value(self.skipped(end + 1), depth + 1)
            members.append(Member(name, line, tree))
            end = self.skipped(end)
        return Tree(self._line(at), members=tuple(members)), end + 1

    def _list(self, at: int, depth: int) -> tuple[Tree, int]:
        elements: list[Tree] = []
        end = self.skipped(at + 1)
        while self._text[end : end + 1] != "]":
            end = self._next(end, elements, "]")
            tree, end = self.value(end, depth + 1)
            elements.append(tree)
            end = self.skipped(end)
        return Tree(self._line(at), elements=tuple(elements)), end + 1

    def _next(self, at: int, before: list[Any], close: str) -> int:
        """Pass over the comma that stands between two values."""
        if not before:
            return at
        if self._text[at : at + 1] != ",":
            raise JSONDecodeError(f"a comma or `{close}` is expected", self._text, at)
        return self.skipped(at + 1)
