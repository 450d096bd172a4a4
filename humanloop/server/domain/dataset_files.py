"""Rows of datasets as files: CSV and JSON Lines read into datapoints, with what does not fit, and written."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, TypeAlias

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_object, to_text
from humanloop.server.storable import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MOST_ROWS = 10_000
"""Rows that are imported at once."""
Check: TypeAlias = "Callable[[Mapping[str, Any]], dict[str, Any] | str]"
"""Answers a row as it is kept, or why it is not."""
_FIELDS = ("inputs", "messages", "target")


def read_rows(content: bytes, check: Check) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """Read a file: the rows that fit, and of the others line and reason. Its content decides what it is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [(content[: error.start].count(b"\n") + 1, "it is not UTF-8")]
    if not text.strip():
        return [], [(1, "the file is empty")]
    lines = _json_rows(text) if text.lstrip().startswith(("{", "[")) else _csv_rows(text)
    rows: list[dict[str, Any]] = []
    problems: list[tuple[int, str]] = []
    for number, given in lines:
        row = given if isinstance(given, str) else check(given)
        if isinstance(row, str):
            problems.append((number, row))
        elif len(rows) == MOST_ROWS:
            problems.append((number, f"only the first {MOST_ROWS:,} rows are taken"))
            break
        else:
            rows.append(row)
    return rows, problems


def write_csv(datapoints: Sequence[Mapping[str, Any]], cell: Any) -> str:
    """Write datapoints as CSV that `read_rows` takes."""
    inputs = sorted({name for each in datapoints for name in as_object(each["inputs"])})
    targets = sorted({name for each in datapoints for name in as_object(each["target"])})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*(f"inputs.{name}" for name in inputs), *(f"target.{name}" for name in targets), "messages"])
    for each in datapoints:
        values = [
            *(as_object(each["inputs"]).get(name) for name in inputs),
            *(as_object(each["target"]).get(name) for name in targets),
        ]
        writer.writerow([*map(cell, values), cell(each["messages"])])
    return text.getvalue()


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    if text.lstrip().startswith("["):
        try:
            given = read_json(text.encode())
        except ValueError as error:
            yield 1, f"it is {error}"
            return
        yield from ((number, _row_of(item)) for number, item in enumerate(given, start=1))
        return
    # Not `splitlines`: what it takes for the end of a line besides, a text of JSON may hold.
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if line.strip():
            try:
                yield number, _row_of(read_json(line.encode()))
            except ValueError as error:
                yield number, f"it is {error}"


def _row_of(item: Any) -> dict[str, Any] | str:
    if not is_object(item):
        return "it is not an object"
    row = {name: item[name] for name in _FIELDS if item.get(name) is not None}
    if not row:
        row = {"inputs": item} if item else {}
    return _checked(row)


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(reader)
        for values in reader:
            if not any(values):
                continue
            if len(values) > len(names):
                yield reader.line_num, f"it has {len(values)} cells, and there are {len(names)} columns"
            else:
                yield reader.line_num, _row_of_cells(dict(zip(names, values, strict=False)))
    except csv.Error as error:
        yield reader.line_num, f"it is not CSV: {error}"


def _row_of_cells(cells: Mapping[str, str]) -> dict[str, Any] | str:
    row: dict[str, Any] = {}
    for name, text in cells.items():
        # What spreadsheets take for a formula was written with a mark before it.
        value = text[1:] if text[:2] in {"'=", "'+", "'-", "'@", "'\t", "'\r"} else text
        if not value:
            continue
        if name == "messages":
            try:
                row["messages"] = read_json(value.encode())
            except ValueError as error:
                return f"messages is {error}"
        elif name == "target":
            row.setdefault("target", {})["output"] = value
        elif name.startswith("target."):
            row.setdefault("target", {})[name.removeprefix("target.")] = value
        else:
            row.setdefault("inputs", {})[name.removeprefix("inputs.")] = value
    return _checked(row)


def _checked(row: dict[str, Any]) -> dict[str, Any] | str:
    if not row:
        return "it is empty"
    for name in ("inputs", "target"):
        if name in row and not is_object(row[name]):
            return f"{name} is not an object: {to_text(row[name])[:60]}"
    messages = row.get("messages")
    if messages is not None and not (
        is_list(messages) and all(is_object(each) and "role" in each for each in messages)
    ):
        return "messages is not a list of objects with a role"
    return row
