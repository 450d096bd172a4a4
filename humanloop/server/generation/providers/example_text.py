"""Example texts: of a format, of a length, or of a regular expression."""

from __future__ import annotations

import string
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = "text"
_FORMATS = {
    "date": "2024-01-31",
    "date-time": "2024-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}
_LONGEST = 10_000
_WORD = string.ascii_lowercase + string.digits + string.ascii_uppercase + "_"
_PRINTABLE = _WORD + " " + string.punctuation.replace("_", "")
_SETS = {"d": string.digits, "w": _WORD, "s": " \t"}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


def example_text(
    *, form: str = "", pattern: str | None = None, shortest: int = 0, longest: int | None = None, turn: int = 0
) -> str:
    """Make a text.

    Args:
        form: Name of a format.
        pattern: Regular expression that it matches; what is beyond the common forms of those is passed over.
        shortest: Fewest characters.
        longest: Most characters.
        turn: Which of several different ones.
    """
    shortest = min(shortest, _LONGEST)
    found = _text_of(pattern, turn, 0) if pattern is not None else None
    if pattern is not None and found is not None and len(found) < shortest:
        found = next((more for more in _longer(pattern, turn, shortest) if len(more) >= shortest), found)
    if found is not None:
        return found
    text = _FORMATS.get(form, _PLAIN)
    if text == _PLAIN and turn:
        text = f"{text}{turn}"
    text = text.ljust(shortest, "x")
    if longest is None or len(text) <= longest:
        return text
    # No room to be told apart at the end.
    return text[:longest] if not turn else _numbered(turn, longest)


def _longer(pattern: str, turn: int, most: int) -> Iterator[str]:
    """Yield texts with one repetition more each, as long as that makes a difference."""
    before = ""
    for more in range(1, most + 1):
        text = _text_of(pattern, turn, more) or ""
        if len(text) <= len(before):
            return
        yield text
        before = text


def _numbered(turn: int, length: int) -> str:
    for index, letters in enumerate(product(string.ascii_lowercase, repeat=min(length, 3))):
        if index == turn:
            return "".join(letters)
    return ""


class _UnknownError(Exception):
    """The expression holds something that is not common."""


def _text_of(pattern: str, turn: int, more: int) -> str | None:
    writer = _Writer(pattern, turn, more)
    try:
        text = writer.choice()
    except (_UnknownError, IndexError, ValueError):
        return None
    return text if writer.place == len(pattern) and len(text) <= _LONGEST else None


@dataclass
class _Writer:
    """Reads a regular expression and writes a text that matches it, as short as possible.

    Args:
        pattern: The expression.
        turn: Which of several characters or branches to take.
        more: Repetitions beyond the fewest, where there may be any number.
    """

    pattern: str
    turn: int
    more: int
    place: int = 0

    def choice(self) -> str:
        branches = [self._row()]
        while self._peek() == "|":
            self.place += 1
            branches.append(self._row())
        return branches[self.turn % len(branches)]

    def _row(self) -> str:
        text = ""
        while (sign := self._peek()) and sign not in "|)":
            piece = self._piece()
            text += piece * self._times()
            if len(text) > _LONGEST:
                raise _UnknownError
        return text

    def _piece(self) -> str:
        sign = self._take()
        if sign in "^$":
            return ""
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._one_of(self._class())
        if sign == "\\":
            return self._escaped()
        if sign in "*+?{":
            raise _UnknownError
        return self._one_of(_WORD) if sign == "." else sign

    def _group(self) -> str:
        if self._peek() == "?":
            self.place += 1
            if self._take() == "P" or self.pattern[self.place - 1] == "<":
                name_end = self.pattern.index(">", self.place)
                if not self.pattern[self.place : name_end].lstrip("<").isidentifier():
                    raise _UnknownError
                self.place = name_end + 1
            elif self.pattern[self.place - 1] != ":":
                raise _UnknownError
        text = self.choice()
        if self._take() != ")":
            raise _UnknownError
        return text

    def _escaped(self) -> str:
        sign = self._take()
        if sign in "bAZz":
            return ""
        if sign.isalnum() and sign not in "dwsDWSntrfv":
            raise _UnknownError
        return self._one_of(self._set(sign))

    def _set(self, sign: str) -> str:
        """Answer the characters that an escaped one stands for."""
        if sign.lower() in _SETS:
            of_it = _SETS[sign.lower()]
            return of_it if sign.islower() else _without(of_it)
        return _CONTROLS.get(sign, sign)

    def _class(self) -> str:
        excludes = self._peek() == "^"
        self.place += excludes
        characters = ""
        while self._peek() != "]" or not characters:
            first = self._member()
            if self._peek() == "-" and self.pattern[self.place + 1] != "]":
                self.place += 1
                first = "".join(map(chr, range(ord(first), ord(self._member()) + 1)))
            characters += first
        self.place += 1
        return _without(characters) if excludes else characters

    def _member(self) -> str:
        sign = self._take()
        return self._set(self._take()) if sign == "\\" else sign

    def _times(self) -> int:
        sign = self._peek()
        if not sign or sign not in "*+?{":
            return 1
        self.place += 1
        if sign == "{":
            end = self.pattern.index("}", self.place)
            low, comma, high = self.pattern[self.place : end].partition(",")
            self.place = end + 1
            least, most = int(low or 0), int(high) if high else None if comma else int(low)
        else:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        if self._peek() in {"?", "+"}:
            self.place += 1
        times = least + self.more if most is None else min(least + self.more, most)
        return min(times, _LONGEST + 1)

    def _one_of(self, characters: str) -> str:
        return characters[self.turn % len(characters)]

    def _peek(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def _take(self) -> str:
        self.place += 1
        return self.pattern[self.place - 1]


def _without(characters: str) -> str:
    return "".join(each for each in _PRINTABLE if each not in characters) or "\u00e4"
