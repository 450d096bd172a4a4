"""What an answer looks like in a terminal, and for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

from humanloop.cli.rows import GAP, PAYLOADS, columns_of, flat, rows_of, text_of
from humanloop.cli.writing import is_encodable
from humanloop.core.halves import whole
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.terminals import harmless
from humanloop.display.fields import shortened
from humanloop.display.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from humanloop.core.operation import Pages


_LINES = 6
"""Lines that a value may take of a field whose values are not cut."""


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
            self._write(_json(body, indent=2) + "\n")
        elif body is None:
            typer.echo("Done.", err=True)
        elif pages is not None and is_object(body):
            self._print_records(body.get(pages.items) or [])
            self._write(harmless(_page_note(body, pages)))
        elif is_list(body):
            self._print_records(body)
        elif is_object(body):
            self._print_object(body)
        else:
            self._write(harmless(f"{text_of(body)}\n"))

    def print_stream(self, stream: Iterable[Any]) -> None:
        """Print partial answers, each as it arrives; of several samples, the first does, and the others follow it."""
        others: dict[int, str] = {}
        for piece in stream:
            index = piece.get("index") or 0
            if self._as_json:
                self._write(_json(piece) + "\n")
            elif index:
                others[index] = others.get(index, "") + _said(piece)
            else:
                self._write(_said(piece))
        for index, text in sorted(others.items()):
            self._write(f"\n\n[{index}] {text}")
        if not self._as_json:
            self._write("\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(harmless(text) if self._is_terminal else whole(text))
        sys.stdout.flush()

    def _print_records(self, records: list[Any]) -> None:
        if not records:
            sys.stdout.write("Nothing.\n")
        elif all(is_object(record) for record in records):
            rows = rows_of(records)
            columns = columns_of(rows, _console().width)
            most = {name: room * (_LINES if name in kinds().uncut else 1) for name, room in columns.items()}
            _print_table(columns, [[shortened(row.get(name, ""), room) for name, room in most.items()] for row in rows])
        else:
            for record in records:
                self._write(harmless(f"{text_of(record)}\n"))

    def _print_object(self, value: dict[str, Any]) -> None:
        hidden = [name for name in PAYLOADS if value.get(name)]
        _print_table(("", ""), flat({name: item for name, item in value.items() if name not in hidden}), header=False)
        if hidden:
            sys.stdout.write(f"\n--json shows {' and '.join(hidden)} too.\n")


def _json(value: Any, **form: Any) -> str:
    """Write JSON; where the output does not have all of its characters, with escapes, which mean the same."""
    text = json.dumps(value, ensure_ascii=False, **form)
    return text if is_encodable(text) else json.dumps(value, **form)


def _rich() -> tuple[type[Console], type[Table]]:
    # Imported when something is shown: it takes a while to load.
    from rich import console, table  # noqa: PLC0415

    return console.Console, table.Table


def _console() -> Console:
    make, _ = _rich()
    return make(highlight=False, markup=False, emoji=False)


def _print_table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, header: bool = True) -> None:
    """Print a table; whatever stands in it, names as well as values, may be anybody's text."""
    _, make = _rich()
    table = make(box=None, show_header=header, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        first = index == 0
        table.add_column(harmless(column), style="cyan" if first else None, no_wrap=first, overflow="fold")
    for row in rows:
        table.add_row(*map(harmless, row))
    _console().print(table)


def _said(piece: dict[str, Any]) -> str:
    """The text of a partial answer, and the tools that it calls."""
    calls = piece.get("tool_calls")
    functions = [call.get("function") for call in calls if is_object(call)] if is_list(calls) else []
    named = [f"{call.get('name')}({call.get('arguments')})\n" for call in functions if is_object(call)]
    return "".join([piece.get("output") or "", *named])


def _page_note(body: Any, pages: Pages) -> str:
    total = body.get(pages.total) if pages.total else None
    shown = len(body.get(pages.items) or [])
    return f"\n{shown} of {total}; --all for all, --{pages.parameter} for another page.\n" if total != shown else ""
