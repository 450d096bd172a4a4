"""Reading an export back: rows as they were, with all their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import from_json
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from humanloop.core.json_kinds import is_object
from humanloop.server.domain.counters import repair_counters
from humanloop.server.errors import ServerError, UnavailableError
from humanloop.server.moving.own.form import FORMAT, TABLES, VERSION, file_name, to_row
from humanloop.server.moving.own.ids import Ids, links_of
from humanloop.server.moving.own.rows import STOPPED, put_rows
from humanloop.server.moving.own.writing import MANIFEST
from humanloop.server.moving.records import Change
from humanloop.server.store import schema
from humanloop.server.store.log_said import PLACE, place_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.own.rows import Outcome
    from humanloop.server.moving.reading import Item, Reader
    from humanloop.server.moving.report import Report
    from humanloop.server.store.writer import Writer

_PIECE = 500


class NotOursError(Exception):
    """A folder is no export that can be read; the message names it."""


class Restore:
    """An export that is read into a database.

    Args:
        folder: The export.
        writer: Writes to the database.
        reader: Reads its files.
        report: Takes what comes of it.
        prefix: Stands before the names of projects.
    """

    def __init__(self, folder: Path, writer: Writer, reader: Reader, report: Report, prefix: str) -> None:
        self._folder = folder
        self._writer = writer
        self._reader = reader
        self._report = report
        self._prefix = prefix
        self._ids = Ids()
        # Of projects, by which spans name them: in the export → here.
        self._names: dict[str, str] = {}

    def run(self) -> None:
        """Read everything."""
        counts = self._counts()
        was_empty = self._writer.submit(_is_empty).result()
        for table in TABLES:
            path = self._folder / file_name(table)
            if not path.is_file():
                # An earlier release has fewer tables.
                if table.name in counts:
                    self._report.incomplete.append(path.name)
                continue
            if table is schema.organisations or table is schema.environments:
                self._take_places(table, path, is_empty=was_empty)
                continue
            for piece in _in_order(table, self._reader.lines(path)):
                self._take(table, piece)
            there = sum(self._report.kinds[table.name, each] for each in ("imported", "skipped", "failed"))
            if there < counts.get(table.name, 0):
                self._report.incomplete.append(path.name)
        self._writer.submit(place_all).result()
        self._writer.submit(_count_on).result()
        # An export may lack what its counters count, and so may a line that could not be read.
        self._writer.submit(repair_counters).result()

    def _counts(self) -> dict[str, int]:
        """Answer how many rows there were of each table."""
        found: Any = manifest_of(self._folder).get("counts")
        counts = {name: count for name, count in found.items() if isinstance(count, int)} if is_object(found) else {}
        if not is_object(found) or len(counts) < len(found):
            self._report.incomplete.append(MANIFEST)
        return counts

    def _take_places(self, table: sa.Table, path: Path, *, is_empty: bool) -> None:
        """Take the organisation and the environments: an empty server becomes the one that was exported."""
        read = [self._read(table, item) for item in self._reader.lines(path)]
        rows = list({row.get("name", row["id"]): row for row in read if row is not None}.values())
        # What is not whole takes no place: a server needs a default environment.
        is_empty = is_empty and not self._report.kinds[table.name, "failed"]

        def job(connection: Connection) -> int:
            return _replace(connection, table, rows) if is_empty else _join(connection, table, rows, self._ids)

        imported = self._writer.submit(job).result() if rows else 0
        self._report.kinds[table.name, "imported"] += imported
        self._report.kinds[table.name, "skipped"] += len(rows) - imported

    def _take(self, table: sa.Table, items: Sequence[Item]) -> None:
        """Store some rows; if one of them cannot be, each by itself."""
        rows: list[tuple[Item, dict[str, Any]]] = []
        for item in items:
            row = self._read(table, item)
            if row is not None:
                rows.append((item, row))
        self._store(table, rows)

    def _read(self, table: sa.Table, item: Item) -> dict[str, Any] | None:
        if item.problem is not None:
            self._fail(table, item, item.problem)
            return None
        try:
            row = to_row(table, item.value)
        except ServerError as error:
            self._fail(table, item, error.message)
            return None
        # The places of logs among others are those of this database, and found at the end.
        for name in PLACE:
            row.pop(name, None)
        if table is schema.projects:
            row["name"] = self._prefix + row["name"]
        elif table is schema.spans:
            row["project"] = self._names.get(row["project"], self._prefix + row["project"])
        lost = self._ids.lost_by(table, row)
        if lost is not None:
            self._fail(table, item, f"{lost} could not be imported, which it belongs to")
            return None
        self._ids.follow(table, row)
        return row

    def _fail(self, table: sa.Table, item: Item, reason: str) -> None:
        key = item.value.get("id")
        if isinstance(key, (str, int)):
            self._ids.lose(table, key)
        self._report.failed(table.name, item.place, reason)

    def _store(self, table: sa.Table, rows: Sequence[tuple[Item, dict[str, Any]]]) -> None:
        if not rows:
            return
        try:
            values = [row for _, row in rows]
            outcomes = self._writer.submit(lambda connection: put_rows(connection, table, values)).result()
        except (ServerError, StatementError) as error:
            if not _is_of_rows(error):
                raise
            if len(rows) > 1:
                middle = len(rows) // 2
                self._store(table, rows[:middle])
                self._store(table, rows[middle:])
                return
            item, row = rows[0]
            self._fail(table, item, _reason(table, row, error))
            return
        for (item, _), outcome in zip(rows, outcomes, strict=True):
            self._count(table, item, outcome)

    def _count(self, table: sa.Table, item: Item, outcome: Outcome) -> None:
        if outcome.what == "failed":
            name = item.value.get("id") or item.value.get("name") or ""
            others = ", ".join(outcome.others)
            self._fail(table, item, f"{name} is something else here: it differs in {others}")
            return
        if "id" in item.value:
            self._ids.put(table, item.value["id"], outcome.here["id"])
        if table is schema.projects and outcome.here.get("deleted_at") is None:
            self._names[item.value["name"]] = outcome.here["name"]
        changes = _changes(table, item.value, outcome)
        if outcome.what == "imported":
            self._report.imported(table.name, changes)
            return
        self._report.skipped(table.name)
        for change in changes:
            self._report.note(table.name, change)


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read the manifest of an export.

    Raises:
        NotOursError: There is none, or it is of a form that this release does not know.
    """
    try:
        found: Any = from_json((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise NotOursError(f"{folder / MANIFEST} cannot be read: {error}.") from error
    if not is_object(found) or found.get("format") != FORMAT:
        raise NotOursError(f"{folder} is no export of this server: its {MANIFEST} does not say so.")
    if found.get("form") != "jsonl":
        raise NotOursError(f"{folder} is for other tools: only an export of the format jsonl can be read back.")
    if found.get("version") != VERSION:
        raise NotOursError(f"{folder} has the form {found.get('version')}; this release reads {VERSION}.")
    return found


def _replace(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> int:
    """Put rows in the place of those that are there; answers how many are new."""
    before = set(connection.scalars(sa.select(table.c.id)))
    if before != {row["id"] for row in rows}:
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table), rows)
    return len([row for row in rows if row["id"] not in before])


def _join(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]], ids: Ids) -> int:
    """Add environments that are not there, by their names; answers how many. The organisation stays what it is."""
    if table is schema.organisations:
        return 0
    known = {row.name: row.id for row in connection.execute(sa.select(table.c.name, table.c.id))}
    there = {*known, *known.values()}
    new = {row["name"]: {**row, "tag": "other"} for row in rows if not there & {row["name"], row["id"]}}
    if new:
        connection.execute(sa.insert(table), list(new.values()))
    known |= {name: row["id"] for name, row in new.items()}
    for row in rows:
        ids.put(table, row["id"], known.get(row["name"], row["id"]))
    return len(new)


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        (key, *more) = table.primary_key.columns
        if not more and key.type.python_type is int:
            last = sa.select(sa.func.coalesce(sa.func.max(key), 1)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, key.name), last)))


def _is_empty(connection: Connection) -> bool:
    return connection.scalar(sa.select(schema.projects.c.id).limit(1)) is None


def _in_order(table: sa.Table, items: Iterator[Item]) -> Iterator[list[Item]]:
    """Take the lines of a table in pieces: tools come before the configs that link them."""
    late: list[Item] = []
    yield from _pieces(_unlinked(items, late) if table is schema.configs else items)
    yield from _pieces(iter(late))


def _unlinked(items: Iterator[Item], late: list[Item]) -> Iterator[Item]:
    for item in items:
        if links_of(item.value.get("content")):
            late.append(item)
        else:
            yield item


def _pieces(items: Iterator[Item]) -> Iterator[list[Item]]:
    piece: list[Item] = []
    size = 0
    for item in items:
        piece.append(item)
        size += item.size
        if len(piece) >= _PIECE or size >= 4_000_000:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _changes(table: sa.Table, line: dict[str, Any], outcome: Outcome) -> list[Change]:
    """Say how a row is not as it was."""
    example = str(line.get("id") or line.get("project_id") or "")
    is_new = outcome.what == "imported"
    changes: list[Change] = []
    if table in (schema.configs, schema.sessions) and line["id"] != outcome.here["id"]:
        how = "made anew: a config of another project has it here" if is_new else "that of the same one here"
        changes.append(Change("id", how, example))
    elif not is_new:
        # What it says may be anything, so it is not shown.
        changes += [Change(name, "another here, which stays", example) for name in outcome.others]
    return changes + _stopped(table, line) if is_new else changes


def _stopped(table: sa.Table, line: dict[str, Any]) -> list[Change]:
    how = "cancelled: importing starts nothing"
    if table is schema.evaluations and line.get("status") in STOPPED:
        return [Change("status", how, str(line["status"]))]
    if table is schema.logs and line.get("observability_status") in {"pending", "running"}:
        return [Change("observability_status", "completed: importing starts nothing", "pending")]
    return []


def _is_of_rows(error: Exception) -> bool:
    """Tell whether it is the rows that cannot be stored; else it is the database that fails."""
    if isinstance(error, DBAPIError):
        return isinstance(error, (IntegrityError, DataError))
    return not isinstance(error, UnavailableError)


def _reason(table: sa.Table, row: dict[str, Any], error: Exception) -> str:
    if table is schema.projects and isinstance(error, IntegrityError):
        return f"{row['id']}: another project here is called {row['name']!r}; --project-prefix gives these other names"
    cause = getattr(error, "orig", None) or error
    said = cause.message if isinstance(cause, ServerError) else str(cause).splitlines()[0]
    return f"{row.get('id') or row.get('name') or ''}: {said}".removeprefix(": ")
