"""Reading an export back: rows as they were, with all their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from pydantic_core import from_json
from sqlalchemy.exc import DataError, IntegrityError

from humanloop.core.json_kinds import is_object
from humanloop.server.domain.counters import repair_counters
from humanloop.server.errors import ServerError
from humanloop.server.moving.own.form import FORMAT, TABLES, VERSION, file_name, plain, to_row
from humanloop.server.moving.own.writing import MANIFEST
from humanloop.server.moving.records import Change
from humanloop.server.store import schema
from humanloop.server.store.evaluators import is_monitored_name
from humanloop.server.store.log_said import PLACE, place_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.reading import Item, Reader
    from humanloop.server.moving.report import Report
    from humanloop.server.store.writer import Writer

_PIECE = 500
# Of a row that is there already, these may have moved on.
_MOVING = frozenset(
    {
        *("seq", "updated_at", "last_used", "data_count", "sessions_count", "num_datapoints", "datapoints_count"),
        *("datapoint_count", "count", "judged_count", "success_count", "success", "deleted_at", "deleted_logs"),
        *(
            "fruitless_starts",
            "tries",
            "is_monitored",
            "current",
            "removed_version",
            "version",
            "version_id",
            "config_type",
        ),
        *(
            "keep_logs_days",
            "arrived_at",
            "total",
            "observability_status",
            "status",
            "position",
            "feedback_type_id",
            "environment_id",
            "config_id",
            "parent_id",
            "session_id",
        ),
    }
)
_NATURAL = {
    "feedback_types": ("project_id", "type"),
    "feedback_labels": ("feedback_type_id", "value"),
    "logs": ("id",),
    "feedback": ("id",),
    "evaluations": ("id",),
    "evaluation_results": ("id",),
    "experiment_configs": ("experiment_id", "config_id"),
    "datapoints": ("id", "dataset_id", "added_version"),
    "deployment_history": ("project_id", "environment_id", "created_at"),
}
"""What tells rows apart whose primary key is only a number of this database."""
# Their rows change in every column while more of a trace comes: what is here has gone on already.
_UNFINISHED = frozenset({schema.spans, schema.traces, schema.span_records})
_STOPPED = {"pending": "cancelled", "running": "cancelled"}


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
        # Numbers and environments that are others here: table → old → new.
        self._numbers: dict[Any, Any] = {}
        self._environments: dict[str, str] = {}
        self._lost: dict[str, set[Any]] = {}

    def run(self) -> None:
        """Read everything."""
        manifest = manifest_of(self._folder)
        was_empty = self._writer.submit(_is_empty).result()
        for table in TABLES:
            path = self._folder / file_name(table)
            if not path.is_file():
                # An earlier release has fewer tables.
                if table.name in manifest["counts"]:
                    self._report.incomplete.append(path.name)
                continue
            if table is schema.organisations or table is schema.environments:
                self._take_places(table, path, is_empty=was_empty)
                continue
            for piece in _pieces(self._reader.lines(path)):
                self._take(table, piece)
            there = sum(self._report.kinds[table.name, each] for each in ("imported", "skipped", "failed"))
            if there < manifest["counts"].get(table.name, 0):
                self._report.incomplete.append(path.name)
        self._writer.submit(place_all).result()
        self._writer.submit(_count_on).result()
        if not was_empty or manifest["projects"] is not None:
            self._writer.submit(repair_counters).result()

    def _take_places(self, table: sa.Table, path: Path, *, is_empty: bool) -> None:
        """Take the organisation and the environments: an empty server becomes the one that was exported."""
        items = [item.value for item in self._reader.lines(path) if item.problem is None]
        rows = [to_row(table, item) for item in items]
        report, environments = self._report, self._environments

        def job(connection: Connection) -> tuple[int, int]:
            environments.clear()
            if is_empty:
                before = {row["id"] for row in connection.execute(sa.select(table)).mappings()}
                if before != {row["id"] for row in rows}:
                    connection.execute(sa.delete(table))
                    connection.execute(sa.insert(table), rows)
                return len([row for row in rows if row["id"] not in before]), len(before & {row["id"] for row in rows})
            if table is schema.organisations:
                return 0, len(rows)
            known = {row["name"]: row["id"] for row in connection.execute(sa.select(table)).mappings()}
            new = [{**row, "tag": "other"} for row in rows if row["name"] not in known]
            if new:
                connection.execute(sa.insert(table), new)
            environments.update({row["id"]: known[row["name"]] for row in rows if row["name"] in known})
            return len(new), len(rows) - len(new)

        imported, skipped = self._writer.submit(job).result() if rows else (0, 0)
        report.kinds[table.name, "imported"] += imported
        report.kinds[table.name, "skipped"] += skipped

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
            self._report.failed(table.name, item.place, item.problem)
            return None
        try:
            row = to_row(table, item.value)
        except ServerError as error:
            self._report.failed(table.name, item.place, error.message)
            return None
        if "environment_id" in row:
            row["environment_id"] = self._environments.get(row["environment_id"], row["environment_id"])
        if "feedback_type_id" in row:
            row["feedback_type_id"] = self._numbers.get(row["feedback_type_id"], row["feedback_type_id"])
        # The places of logs among others are those of this database, and found at the end.
        for name in PLACE:
            row.pop(name, None)
        if table is schema.projects:
            row["name"] = self._prefix + row["name"]
        elif table is schema.spans:
            row["project"] = self._prefix + row["project"]
        lost = self._lost_parent(table, row)
        if lost is not None:
            self._lose(table, row)
            self._report.failed(table.name, item.place, f"{lost} could not be imported, which it belongs to")
            return None
        return row

    def _lost_parent(self, table: sa.Table, row: dict[str, Any]) -> str | None:
        for key in table.foreign_keys:
            value = row.get(key.parent.name)
            if value is not None and value in self._lost.get(key.column.table.name, ()):
                return str(value)
        return None

    def _lose(self, table: sa.Table, row: dict[str, Any]) -> None:
        if "id" in row:
            self._lost.setdefault(table.name, set()).add(row["id"])

    def _store(self, table: sa.Table, rows: Sequence[tuple[Item, dict[str, Any]]]) -> None:
        if not rows:
            return
        try:
            values = [row for _, row in rows]
            outcomes = self._writer.submit(lambda connection: put_rows(connection, table, values)).result()
        except (IntegrityError, ServerError, DataError) as error:
            if len(rows) > 1:
                middle = len(rows) // 2
                self._store(table, rows[:middle])
                self._store(table, rows[middle:])
                return
            item, row = rows[0]
            self._lose(table, row)
            self._report.failed(table.name, item.place, _reason(row, error))
            return
        for (item, row), outcome in zip(rows, outcomes, strict=True):
            self._count(table, item, row, outcome)

    def _count(self, table: sa.Table, item: Item, row: dict[str, Any], outcome: Any) -> None:
        if isinstance(outcome, tuple):
            what: tuple[str, int] = cast("tuple[str, int]", outcome)
            outcome, self._numbers[row["id"]] = what
        if outcome == "imported":
            self._report.imported(table.name, _stopped(table, item.value))
        elif outcome == "skipped":
            self._report.skipped(table.name)
        else:
            self._lose(table, row)
            name = row.get("id") or row.get("name") or ""
            self._report.failed(table.name, item.place, f"{name} is something else here: it differs in {outcome}")


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


def put_rows(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Store rows that are not there yet; answers what became of each.

    Returns:
        `imported`; `skipped`, or that with the number that the row has here; or the columns that are others here.
    """
    names = _NATURAL.get(table.name) or tuple(column.name for column in table.primary_key.columns)
    present = _present(connection, table, names, rows)
    taken = _taken_numbers(connection, table, rows)
    outcomes: list[Any] = []
    new: list[dict[str, Any]] = []
    for row in rows:
        found = present.get(tuple(row[name] for name in names))
        if found is None:
            new.append(_prepared(connection, table, row, keeps_number=not taken))
            outcomes.append("imported")
        elif table is schema.feedback_types:
            outcomes.append(("skipped", found["id"]))
        elif table in _UNFINISHED:
            outcomes.append("skipped")
        else:
            before, after = plain(found), plain(row)
            others = [name for name in after if name not in _MOVING and before[name] != after[name]]
            outcomes.append(", ".join(others) if others else "skipped")
    if new:
        connection.execute(sa.insert(table), new)
    if taken and table is schema.feedback_types and new:
        _number(connection, table, rows, outcomes)
    return outcomes


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


def _present(
    connection: Connection, table: sa.Table, names: Sequence[str], rows: Sequence[dict[str, Any]]
) -> dict[tuple[Any, ...], Any]:
    first = table.c[names[0]]
    query = sa.select(table).where(first.in_({row[names[0]] for row in rows}))
    wanted = {tuple(row[name] for name in names) for row in rows}
    found: dict[tuple[Any, ...], Any] = {}
    for row in connection.execute(query).mappings():
        key = tuple(row[name] for name in names)
        if key in wanted:
            found[key] = row
    return found


def _taken_numbers(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> bool:
    """Tell whether rows that are there have numbers that some rows want."""
    (key, *more) = table.primary_key.columns
    if more or not isinstance(rows[0].get(key.name), int):
        return False
    found = connection.scalar(sa.select(key).where(key.in_([row[key.name] for row in rows])).limit(1))
    return found is not None


def _prepared(connection: Connection, table: sa.Table, row: dict[str, Any], *, keeps_number: bool) -> dict[str, Any]:
    """Change of a row what cannot be as it was: nothing begins to work because it was imported."""
    (key, *_) = table.primary_key.columns
    made = dict(row)
    if not keeps_number and isinstance(made.get(key.name), int):
        del made[key.name]
    if table is schema.projects:
        made["is_monitored"] = is_monitored_name(connection, row["name"])
    elif table is schema.logs:
        made["observability_status"] = "completed"
        made["observer"] = None
    elif table is schema.evaluations:
        made["status"] = _STOPPED.get(row["status"], row["status"])
    return made


def _stopped(table: sa.Table, line: dict[str, Any]) -> list[Change]:
    how = "cancelled: importing starts nothing"
    if table is schema.evaluations and line.get("status") in _STOPPED:
        return [Change("status", how, str(line["status"]))]
    if table is schema.logs and line.get("observability_status") in {"pending", "running"}:
        return [Change("observability_status", "completed: importing starts nothing", "pending")]
    return []


def _number(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]], outcomes: list[Any]) -> None:
    """Find the numbers of rows that were given new ones."""
    names = _NATURAL[table.name]
    present = _present(connection, table, names, rows)
    for at, row in enumerate(rows):
        if outcomes[at] == "imported":
            outcomes[at] = ("imported", present[tuple(row[name] for name in names)]["id"])


def _reason(row: dict[str, Any], error: Exception) -> str:
    said = error.message if isinstance(error, ServerError) else str(getattr(error, "orig", error)).splitlines()[0]
    return f"{row.get('id') or row.get('name') or ''}: {said}".removeprefix(": ")
