"""Where a file of TOML says what, as its parser does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from codegen.plain import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Path = tuple[str, ...]

_LINE: Final = re.compile(r"at line (\d+)")


def lines_of(text: str) -> Mapping[Path, int]:
    """The lines where tables and values begin, by their ways from the root.

    Args:
        text: What the parser could read.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    pending: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        pending.append(line)
        way = _way("\n".join(pending))
        if way is None:
            # A value goes on in the next line.
            continue
        if is_header := pending[0].lstrip().startswith("["):
            table = ()
        whole = (*table, *way)
        for end in range(len(table) + 1, len(whole) + 1):
            found.setdefault(whole[:end], number - len(pending) + 1)
        table = whole if is_header else table
        pending.clear()
    return found


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of what is at the end of a way, or of the innermost thing around it whose line is known."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


def line_in(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that the parser complains of; the last where something is missing at the end."""
    found = _LINE.search(str(error))
    return int(found[1]) if found else len(text.splitlines())


def _way(text: str) -> Path | None:
    """The keys that a statement of TOML leads through, none in a remark; None if it is not whole."""
    try:
        value: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    return tuple(_steps(value))


def _steps(value: Any) -> Iterator[str]:
    while is_object(value) and value:
        key, value = next(iter(value.items()))
        yield key
