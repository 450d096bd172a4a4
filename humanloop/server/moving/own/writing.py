"""Writing an export: one snapshot of the database, written beside its place and moved there when it is whole."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from pydantic_core import to_json

from humanloop.server.moving.own.form import FORMAT, TABLES, VERSION, file_name, to_line
from humanloop.server.moving.own.reach import conditions_of
from humanloop.server.store import schema
from humanloop.server.store.engine import build_engine
from humanloop.server.store.log_counts import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

    # Writes the rows of a table into a file; answers how many there were.
    Write = Callable[[Path, sa.Table, Iterable[Sequence[Row]]], int]

MANIFEST = "manifest.json"
"""The file that says what an export is."""
_PIECE = 500


class NoProjectError(Exception):
    """A project that is to be exported does not exist; the message names it."""


def write_lines(path: Path, table: sa.Table, pieces: Iterable[Sequence[Row]]) -> int:
    """Write rows as JSON Lines."""
    del table
    count = 0
    with path.open("wb") as file:
        for rows in pieces:
            file.writelines(map(to_line, rows))
            count += len(rows)
    return count


def export(
    url: sa.URL,
    target: Path,
    names: Sequence[str] = (),
    form: str = "jsonl",
    write: Write = write_lines,
    advance: Callable[[int], None] = lambda _: None,
    begin: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Export a database; answers the manifest.

    Args:
        url: The database.
        target: The folder, which is made.
        names: Names of projects; none are all.
        form: The suffix of the files.
        write: Writes the rows of a table.
        advance: Is told the number of rows that were written.
        begin: Is told how many logs there are, before anything is written.

    Raises:
        NoProjectError: There is no project of one of the names.
        FileExistsError: The target is there already.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    beside = target.with_name(f"{target.name}.part")
    if beside.exists():
        shutil.rmtree(beside)
    with _snapshot(url) as connection:
        conditions: Mapping[str, sa.ColumnElement[bool]] = {}
        if names:
            conditions = conditions_of(_ids(connection, names))
        begin(_count(connection, schema.logs, conditions))
        beside.mkdir(mode=0o700, parents=True)
        try:
            counts = {
                table.name: write(
                    beside / file_name(table, form), table, _told(_rows(connection, table, conditions), table, advance)
                )
                for table in TABLES
            }
            manifest = {
                "format": FORMAT,
                "version": VERSION,
                "form": form,
                "created_at": datetime.now(UTC),
                "projects": list(names) or None,
                "counts": counts,
            }
            (beside / MANIFEST).write_bytes(to_json(manifest, indent=2) + b"\n")
            beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return manifest


@contextmanager
def _snapshot(url: sa.URL) -> Generator[Connection]:
    """Open a database as it is at one moment; those who write to it do not wait."""
    engine = build_engine(url.render_as_string(hide_password=False), writes=False, pool_size=1)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _ids(connection: Connection, names: Sequence[str]) -> list[str]:
    projects = schema.projects.c
    query = sa.select(projects.name, projects.id).where(projects.name.in_(names), projects.deleted_at.is_(None))
    found: dict[str, str] = {row.name: row.id for row in connection.execute(query)}
    missing = [name for name in names if name not in found]
    if missing:
        raise NoProjectError(f"There is no project {missing[0]!r}.")
    return list(found.values())


def _count(connection: Connection, table: sa.Table, conditions: Mapping[str, sa.ColumnElement[bool]]) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    if table.name in conditions:
        query = query.where(conditions[table.name])
    return connection.scalar(query) or 0


def _rows(
    connection: Connection, table: sa.Table, conditions: Mapping[str, sa.ColumnElement[bool]]
) -> Iterator[Sequence[Row]]:
    """Read the rows of a table in the order of their keys, which for most is that of their arrival."""
    query = sa.select(*whole(table)).order_by(*table.primary_key.columns)
    if table.name in conditions:
        query = query.where(conditions[table.name])
    found = connection.execution_options(yield_per=_PIECE).execute(query).mappings()
    for rows in found.partitions(_PIECE):
        yield cast("Sequence[Row]", rows)


def _told(pieces: Iterable[Sequence[Row]], table: sa.Table, advance: Callable[[int], None]) -> Iterator[Sequence[Row]]:
    for rows in pieces:
        yield rows
        if table is schema.logs:
            advance(len(rows))
