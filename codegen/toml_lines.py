"""Where a file of TOML says what, as its parser does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from codegen.plain import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Path = tuple[str, ...]

_TABLE: Final = re.compile(r"\s*(\[{1,2}[^\[].*)")
_KEY: Final = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_LINE: Final = re.compile(r"at line (\d+)")


def lines_of(text: str) -> Mapping[Path, int]:
    """The lines of tables, and of the keys that begin a line, by their ways from the root."""
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _way(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_way(f"{key[1]} = 0")), number)
    return found


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of what is at the end of a way, or of the innermost thing around it whose line is known."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


def line_in(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that the parser complains of; the last where something is missing at the end."""
    found = _LINE.search(str(error))
    return int(found[1]) if found else len(text.splitlines())


def _way(text: str) -> Path:
    """The keys that a line of TOML leads through; none if it is no line of its own."""
    try:
        value: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ()
    return tuple(_steps(value))


def _steps(value: Any) -> Iterator[str]:
    while is_object(value) and value:
        key, value = next(iter(value.items()))
        yield key
