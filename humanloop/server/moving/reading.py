"""Files of JSON, JSON Lines and CSV, read piece by piece: memory does not grow with them."""

from __future__ import annotations

import csv
import errno
import json
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.moving.records import Place
from humanloop.server.storable import DEEPEST, clean, is_too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE = 1 << 20
_RECORDS = '"records"'
_BLANKS = " \t\r\n,"
_DECODER = json.JSONDecoder()


class Item(NamedTuple):
    """One object of a file, or why there is none.

    Attributes:
        value: The object; empty if it could not be read.
        place: Its file and line.
        size: Bytes of its text.
        problem: Why it could not be read.
    """

    value: dict[str, Any]
    place: Place
    size: int
    problem: str | None = None


class Reader:
    """Reads files, and says how far it is.

    Args:
        limit: Most bytes of one object.
        advance: Is told the number of bytes that were read.
        folder: The folder that none of them may lead out of, by a symbolic link; None for files that were named
            themselves.
    """

    def __init__(self, limit: int, advance: Callable[[int], None], folder: Path | None = None) -> None:
        self._limit = limit
        self._advance = advance
        self._folder = None if folder is None else folder.resolve()

    def within(self, folder: Path) -> Reader:
        """Answer a reader of what is in a folder."""
        return Reader(self._limit, self._advance, folder)

    def holds(self, path: Path) -> bool:
        """Tell whether a path stays in the folder."""
        try:
            return self._folder is None or path.resolve().is_relative_to(self._folder)
        except (OSError, RuntimeError):
            # Links that go round in a circle.
            return False

    def document(self, path: Path) -> Item:
        """Read a file that is one object."""
        place = Place(str(path))
        try:
            self._check(path)
            size = path.stat().st_size
            if size > self._limit:
                return Item({}, place, 0, _too_large(size, self._limit))
            data = path.read_bytes()
        except OSError as error:
            return Item({}, place, 0, error.strerror or str(error))
        self._advance(len(data))
        return _item(data, place)

    def text(self, path: Path) -> str:
        """Read a file that is a text.

        Raises:
            OSError: It cannot be read.
            UnicodeDecodeError: It is none.
        """
        self._check(path)
        return path.read_text(encoding="utf-8-sig")

    def lines(self, path: Path) -> Iterator[Item]:
        """Read JSON Lines."""
        try:
            self._check(path)
            with path.open("rb") as file:
                yield from self._lines(file, str(path))
        except OSError as error:
            yield Item({}, Place(str(path)), 0, error.strerror or str(error))

    def objects(self, path: Path) -> Iterator[Item]:
        """Read the objects of a file: of JSON Lines, of a list, of a page with `records`, or of several pages."""
        try:
            self._check(path)
            with path.open("rb") as file:
                # One object a line can be told by its first line; anything else is one value over many lines.
                if _is_lines(file, self._limit):
                    yield from self._pages(self._lines(file, str(path)))
                    return
            with path.open(encoding="utf-8-sig", errors="surrogateescape") as text:
                yield from self._values(text, str(path))
        except OSError as error:
            yield Item({}, Place(str(path)), 0, error.strerror or str(error))

    def rows(self, path: Path) -> Iterator[Item]:
        """Read the rows of a CSV as objects of texts; empty cells are absent."""
        csv.field_size_limit(self._limit)
        try:
            self._check(path)
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file)
                while True:
                    try:
                        row = next(rows, None)
                    except (csv.Error, UnicodeDecodeError) as error:
                        yield Item({}, Place(str(path), rows.line_num), 0, f"it is no CSV: {error}")
                        return
                    if row is None:
                        return
                    value = {name: cell for name, cell in row.items() if name and cell not in (None, "")}
                    size = sum(map(len, value.values()))
                    self._advance(size)
                    yield Item(value, Place(str(path), rows.line_num), size)
        except OSError as error:
            yield Item({}, Place(str(path)), 0, error.strerror or str(error))

    def _check(self, path: Path) -> None:
        if not self.holds(path):
            raise PermissionError(errno.EPERM, f"a symbolic link leads out of {self._folder}, which alone is read")

    def _lines(self, file: IO[bytes], name: str) -> Iterator[Item]:
        number = 0
        while line := file.readline(self._limit + 2):
            number += 1
            size = len(line)
            place = Place(name, number)
            self._advance(size)
            if size > self._limit and not line.endswith(b"\n"):
                size += self._skip_line(file)
                yield Item({}, place, 0, _too_large(size, self._limit))
            elif line.strip():
                yield _item(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, place)

    def _skip_line(self, file: IO[bytes]) -> int:
        skipped = 0
        while piece := file.readline(_PIECE):
            skipped += len(piece)
            self._advance(len(piece))
            if piece.endswith(b"\n"):
                break
        return skipped

    def _pages(self, items: Iterator[Item]) -> Iterator[Item]:
        for item in items:
            yield from _of_page(item)

    def _values(self, file: IO[str], name: str) -> Iterator[Item]:
        """Read the values of a text one by one: those of a list, or of the list of records of an object."""
        text, line = _Text(file, self._limit, self._advance), 1
        opened = text.open()
        if not opened:
            yield Item({}, Place(name, 1), 0, "it is no JSON: a list, an object with `records`, or one object a line")
            return
        while (found := text.next_value()) is not None:
            value, source = found
            line += text.blank_lines
            if source is None:
                yield Item({}, Place(name, line), 0, str(value))
                return
            yield from _of_page(_checked(value, Place(name, line), len(source)))
            line += source.count("\n")


class _Text:
    """A text of JSON of which only a piece is in memory."""

    def __init__(self, file: IO[str], limit: int, advance: Callable[[int], None]) -> None:
        self._file = file
        self._limit = limit
        self._advance = advance
        self._buffer = ""
        self._is_list = False
        self.blank_lines = 0

    def open(self) -> bool:
        """Go to the first value; answers whether there is one."""
        self._read()
        self._skip_blanks()
        if self._buffer.startswith("["):
            self._drop(1)
            self._is_list = True
            return True
        if not self._buffer.startswith("{"):
            return False
        at = self._buffer.find(_RECORDS)
        start = self._buffer.find("[", at) if at >= 0 else -1
        if start >= 0 and self._buffer[at + len(_RECORDS) : start].strip() == ":" and self._is_page(at):
            self._drop(start + 1)
            self._is_list = True
        return True

    def next_value(self) -> tuple[Any, str | None] | None:
        """Read the next value and its text; None at the end, and a reason without a text where it cannot be read."""
        before = self._skip_blanks()
        self.blank_lines = before
        if not self._buffer or (self._is_list and self._buffer.startswith("]")):
            return None
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer)
            except (json.JSONDecodeError, RecursionError) as error:
                if len(self._buffer) <= self._limit and self._read():
                    continue
                reason = f"it is no JSON: {error}" if len(self._buffer) <= self._limit else _too_large(0, self._limit)
                return reason, None
            # A number at the end may go on in what is not read yet.
            if end == len(self._buffer) and self._read():
                continue
            source = self._buffer[:end]
            self._drop(end)
            return value, source

    def _is_page(self, at: int) -> bool:
        """Tell whether `records` stands at the first level of the object."""
        depth = 0
        for character in _without_texts(self._buffer[:at]):
            depth += (character in "{[") - (character in "}]")
        return depth == 1

    def _read(self) -> bool:
        piece = self._file.read(max(_PIECE, len(self._buffer)))
        self._advance(len(piece))
        self._buffer += piece
        return bool(piece)

    def _drop(self, count: int) -> None:
        self._buffer = self._buffer[count:]

    def _skip_blanks(self) -> int:
        lines = 0
        while True:
            stripped = self._buffer.lstrip(_BLANKS)
            lines += self._buffer.count("\n", 0, len(self._buffer) - len(stripped))
            self._buffer = stripped
            if stripped or not self._read():
                return lines


def _without_texts(text: str) -> Iterator[str]:
    """Iterate over the characters of JSON that stand outside of texts."""
    is_inside = is_escaped = False
    for character in text:
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character == '"':
            is_inside = not is_inside
        elif not is_inside:
            yield character


def _is_lines(file: IO[bytes], limit: int) -> bool:
    """Tell whether the first line that is not blank is an object; the file stands at its beginning again."""
    line = b"\n"
    while line and not line.strip():
        line = file.readline(limit + 2)
    file.seek(0)
    try:
        return isinstance(from_json(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except ValueError:
        return False


def _of_page(item: Item) -> Iterator[Item]:
    """Take a page apart: an object whose `records` are the objects."""
    records: Any = item.value.get("records")
    if not is_list(records):
        yield item
        return
    for each in records:
        if is_object(each):
            yield Item(each, item.place, item.size // max(len(records), 1))
        else:
            yield Item({}, item.place, 0, "a record of the page is no object")


def _item(data: bytes, place: Place) -> Item:
    try:
        value: Any = from_json(data, cache_strings="keys")
    except ValueError:
        # Halves of surrogate pairs, which Python's own reader takes.
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            return Item({}, place, 0, f"it is no JSON: {error}")
        try:
            value = clean(value)
        except ValueError as error:
            return Item({}, place, 0, str(error))
    if is_object(value) and data.count(b"{") + data.count(b"[") <= DEEPEST:
        # It cannot be too deep.
        return Item(value, place, len(data))
    return _checked(value, place, len(data))


def _checked(value: Any, place: Place, size: int) -> Item:
    if not is_object(value):
        return Item({}, place, 0, "it is no JSON object")
    if is_too_deep(value):
        return Item({}, place, 0, f"nested deeper than {DEEPEST} levels, which is the most that the server keeps")
    return Item(value, place, size)


def _too_large(size: int, limit: int) -> str:
    has = f"{size:,} bytes, " if size else ""
    return f"it is too large: {has}more than {limit:,} (HUMANLOOP_SERVER_BODY_LIMIT)"
