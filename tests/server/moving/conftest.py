"""An import into a database of its own, and looks into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.domain.organisation import set_up
from humanloop.server.moving.choice import Choice
from humanloop.server.moving.importing import Import
from humanloop.server.moving.reading import Reader
from humanloop.server.moving.sources import Wanted, sources_of
from humanloop.server.moving.writing.orphans import Orphans
from humanloop.server.store import schema
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Database:
    """A database that is imported into."""

    def __init__(self, folder: Path, name: str = "x.db", url: str | None = None) -> None:
        self.url = url or f"sqlite:///{folder / name}"
        self.store = Store(self.url, readers=1)
        self._folder = folder
        self.store.writer.submit(lambda connection: set_up(connection, ("production",))).result()

    def take(self, *paths: Path, choice: Choice | None = None, prefix: str = "", **wanted: Any) -> dict[str, Any]:
        """Import some paths; answers the report."""
        limit: int = wanted.pop("limit", 1_000_000)
        waiting = self._folder / "orphans.db"
        waiting.unlink(missing_ok=True)
        orphans = Orphans(waiting)
        done = Import(self.store.writer, orphans, choice or Choice())
        done.run(sources_of(paths, Wanted(Reader(limit, lambda _: None), prefix, **wanted)))
        orphans.close()
        return done.report.answer(dry_run=False, seconds=0)

    def rows(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        """All rows of a table."""
        query = sa.select(table).where(*where)
        found = self.store.writer.submit(lambda connection: list(connection.execute(query).mappings())).result()
        return [dict(row) for row in found]

    def new_id(self, old_id: str) -> str:
        """What an old id has become."""
        (row,) = self.rows(schema.imported, schema.imported.c.old_id == old_id)
        return str(row["id"])

    def log(self, old_id: str) -> dict[str, Any]:
        """The log that had an old id."""
        (row,) = self.rows(schema.logs, schema.logs.c.id == self.new_id(old_id))
        return row


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path)
    yield made
    made.store.close()
