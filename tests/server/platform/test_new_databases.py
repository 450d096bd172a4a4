"""A new database has the tables of one that went through all migrations, and starts without Alembic."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import psycopg
import pytest
import sqlalchemy as sa
from alembic.command import upgrade

from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import HEAD, alembic_config, migrate, revision_of
from humanloop.server.store.migrations.backwards import migrate_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

PARTS_OF_TABLE = re.compile(r", (?![^()]*\))")
CATALOGUES = {
    "column": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraint": "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequence": "SELECT sequencename, data_type, start_value, increment_by, cycle FROM pg_sequences "
    "WHERE schemaname = 'public'",
    "extension": "SELECT extname FROM pg_extension",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """Two empty databases of a kind."""
    urls = [f"sqlite:///{tmp_path / name}.db" for name in ("new", "old")]
    if request.param == "postgresql":
        first: SplitResult = urlsplit(str(request.getfixturevalue("postgresql_url")))
        path = f"{first.path}_old"
        with psycopg.connect(first.geturl(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {path[1:]}".encode())
        urls = [each._replace(scheme="postgresql+psycopg").geturl() for each in (first, first._replace(path=path))]
    new, old = (build_engine(url, writes=True, pool_size=1) for url in urls)
    yield new, old
    new.dispose()
    old.dispose()


def tables_of(connection: Connection) -> set[tuple[Any, ...]]:
    """What the database says of its tables, whatever order columns and constraints are in."""
    if connection.dialect.name == "postgresql":
        return {
            (kind, *map(str, row)) for kind, query in CATALOGUES.items() for row in connection.execute(sa.text(query))
        }
    found: set[tuple[Any, ...]] = set()
    for kind, name, sql in connection.execute(sa.text("SELECT type, name, sql FROM sqlite_master")):
        said = " ".join((sql or "").replace('"', "").split())
        parts = PARTS_OF_TABLE.split(said[said.find("(") + 1 : -1].strip()) if kind == "table" else [said]
        found.add((kind, name, *sorted(part.strip() for part in parts)))
    return found


def test_a_new_database_is_as_one_that_was_migrated(engines: tuple[Engine, Engine]) -> None:
    """If this fails after a change to the tables, its migration does something else than `schema.py` says."""
    new, old = engines
    migrate(new)
    with old.begin() as connection:
        upgrade(alembic_config(connection), "head")
    with new.begin() as made, old.begin() as migrated:
        assert revision_of(made) == revision_of(migrated) == HEAD
        assert tables_of(made) == tables_of(migrated)
        assert len(tables_of(made)) > 100


def test_a_new_database_goes_back_and_forth(engines: tuple[Engine, Engine]) -> None:
    new, _ = engines
    migrate(new)
    with new.begin() as connection:
        before = tables_of(connection)
    migrate_back(new, "0001")
    migrate(new)
    with new.begin() as connection:
        assert tables_of(connection) == before


def test_a_new_database_needs_no_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from humanloop.server.store.store import Store; "
        "Store(sys.argv[1]).close(); print(*[name for name in sys.modules if name == 'alembic'])"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{tmp_path / 'x.db'}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
