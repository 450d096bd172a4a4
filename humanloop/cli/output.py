"""What an answer looks like in a terminal, and for programs."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from humanloop.display.fields import rank, shortened
from humanloop.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.table import Table

    from humanloop.operation import Pages

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may take for a command; answers of models are anybody's text."""
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*")
_WIDEST = 40
"""Characters of a value in a row."""
_REPEATED = frozenset({"raw_output", "output_message"})
"""Other forms of the output, which a row has no room for."""
_GAP = 2
"""Blanks between columns."""


class Printer:
    """Prints answers: tables for people, JSON for programs."""

    def __init__(self, *, as_json: bool | None = None) -> None:
        """Choose the form.

        Args:
            as_json: True for JSON, False for tables, None for what the output is: a terminal or something else.
        """
        self._is_terminal = sys.stdout.isatty()
        self._text_as_json = as_json is True
        self._as_json = not self._is_terminal if as_json is None else as_json

    def print_answer(self, body: Any, pages: Pages | None = None) -> None:
        """Print the whole answer of a call.

        Args:
            body: As plain JSON values.
            pages: How the list goes on, if it is one page of a list.
        """
        if isinstance(body, str) and not self._text_as_json:
            # A file, such as a prompt, is wanted as it is.
            self._write(body if body.endswith("\n") else f"{body}\n")
        elif self._as_json:
            # ASCII in a terminal: no escape sequence gets through.
            self._write(json.dumps(body, indent=2, ensure_ascii=False) + "\n")
        elif body is None:
            sys.stderr.write("Done.\n")
        elif pages is not None and is_object(body):
            self._print_records(body.get(pages.items) or [])
            sys.stdout.write(_page_note(body, pages))
        elif is_list(body):
            self._print_records(body)
        else:
            self._print_object(body)

    def print_stream(self, stream: Iterable[Any]) -> None:
        """Print partial answers, each as it arrives."""
        sample = 0
        for piece in stream:
            if self._as_json:
                self._write(json.dumps(piece, ensure_ascii=False) + "\n")
                continue
            index = piece.get("index") or 0
            if index != sample:
                sample = index
                self._write(f"\n[{index}] ")
            self._write(piece.get("output") or "")
        if not self._as_json:
            self._write("\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text) if self._is_terminal else text)
        sys.stdout.flush()

    def _print_records(self, records: list[Any]) -> None:
        if not records:
            sys.stdout.write("Nothing.\n")
        elif all(is_object(record) for record in records):
            width = _console().width
            columns = list(_columns(records, width))
            table = _table(*columns)
            for record in records:
                table.add_row(*(_short(record.get(column)) for column in columns))
            _console().print(table)
        else:
            for record in records:
                self._write(f"{_text(record)}\n")

    def _print_object(self, value: Any) -> None:
        table = _table("", "", header=False)
        for name, item in _flat(value):
            table.add_row(name, _text(item))
        _console().print(table)


def _console() -> Any:
    # Imported when something is shown: it takes a while to load.
    from rich.console import Console  # noqa: PLC0415

    return Console(highlight=False, markup=False, emoji=False)


def _table(*columns: str, header: bool = True) -> Table:
    from rich.table import Table  # noqa: PLC0415 - see `_console`

    table = Table(box=None, show_header=header, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        first = index == 0
        table.add_column(column, style="cyan" if first else None, no_wrap=first, overflow="fold")
    return table


def _columns(records: list[Any], width: int) -> Iterator[str]:
    """Choose the fields that fit and say something, those that tell most first."""
    names = dict.fromkeys(name for record in records for name in record)
    if "output" in names:
        names = {name: None for name in names if name not in _REPEATED}
    left = width
    for name in sorted(names, key=rank):
        texts = [_short(record.get(name)) for record in records]
        widest = max(len(name), *map(len, texts))
        if any(texts) and widest <= left:
            left -= widest + _GAP
            yield name


def _short(value: Any) -> str:
    """Write a value in little room; nothing for what needs more."""
    if is_object(value) and value.get("id"):
        text = _text(value.get("name") or value["id"])
    elif is_object(value):
        plain = {name: item for name, item in value.items() if not is_list(item) and not is_object(item)}
        text = ", ".join(f"{name}: {_text(item)}" for name, item in plain.items()) if len(plain) == len(value) else ""
    else:
        text = "" if is_list(value) else _text(value)
    return shortened(" ".join(text.split()), _WIDEST)


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Walk the plain values of an object, each with its place in it; nothing is said of what is empty."""
    if is_object(value) and value:
        for name, item in value.items():
            yield from _flat(item, f"{place}.{name}" if place else name)
    elif is_list(value) and any(is_list(item) or is_object(item) for item in value):
        for index, item in enumerate(value):
            yield from _flat(item, f"{place}.{index}")
    elif value not in (None, [], {}):
        yield place, value


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _TIME.sub(r"\1 \2", text) if _TIME.fullmatch(text) else text)


def _page_note(body: Any, pages: Pages) -> str:
    total = body.get(pages.total) if pages.total else None
    shown = len(body.get(pages.items) or [])
    return f"\n{shown} of {total}; --all for all, --{pages.parameter} for another page.\n" if total != shown else ""
