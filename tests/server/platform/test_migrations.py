"""The history of the tables: complete, applied once, and part of the package."""

from __future__ import annotations

import math
import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import HEAD, alembic_config, migrate
from humanloop.server.store.migrations.backwards import migrate_back
from humanloop.server.store.redacted import RedactedJson
from humanloop.server.store.schema import metadata
from humanloop.server.store.text_index import is_part_of_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = build_engine(f"sqlite:///{tmp_path / 'x.db'}", writes=True, pool_size=1)
    yield engine
    engine.dispose()


def differences(connection: Connection) -> list[object]:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, *_: not is_part_of_index(name),
    }
    context = MigrationContext.configure(connection, opts=options)
    found: list[object] = compare_metadata(context, metadata)
    return found


def test_the_migrations_make_the_tables(engine: Engine) -> None:
    """If this fails after a change to the tables: `python -m humanloop.server.store.migrations "what changes"`."""
    migrate(engine)
    with engine.begin() as connection:
        assert differences(connection) == []
        made = {
            kind: sorted(connection.scalars(sa.text(f"SELECT name FROM sqlite_master WHERE type = '{kind}'")))
            for kind in ("table", "index")
        }
    other = build_engine("sqlite://", writes=True, pool_size=1)
    with other.begin() as connection:
        metadata.create_all(connection)
        for kind, names in made.items():
            wanted = sorted(connection.scalars(sa.text(f"SELECT name FROM sqlite_master WHERE type = '{kind}'")))
            assert [name for name in names if not ("alembic" in name or is_part_of_index(name))] == wanted
    other.dispose()


def test_the_newest_revision_is_the_one_that_is_asked_for(engine: Engine) -> None:
    with engine.begin() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    assert scripts.get_heads() == [HEAD]


def test_a_database_that_is_up_to_date_is_left_alone(engine: Engine) -> None:
    migrate(engine)
    statements: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    migrate(engine)
    assert not any(statement.startswith(("CREATE", "ALTER", "INSERT", "UPDATE")) for statement in statements)


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(sa.text("CREATE TABLE half (id INTEGER)"))
        message = "no"
        raise LookupError(message)

    monkeypatch.setattr("humanloop.server.store.migrations._create", fail)
    with pytest.raises(LookupError):
        migrate(engine)
    assert sa.inspect(engine).get_table_names() == []


def test_a_database_in_other_hands_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("humanloop.server.store.engine._BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "x.db"
    engine = build_engine(f"sqlite:///{path}", writes=True, pool_size=1)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            migrating = pool.submit(migrate, engine)
            while "waiting for it" not in caplog.text:
                assert not migrating.done()
                time.sleep(0.005)
            other.execute("ROLLBACK")
            migrating.result(timeout=20)
        monkeypatch.setattr("humanloop.server.store.migrations._MOST_WAITS", 2)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            migrate(engine)
    engine.dispose()


def test_changing_a_database_that_is_in_use_is_said(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with engine.begin() as connection:
        upgrade(alembic_config(connection), "0001")
    assert caplog.text == ""
    migrate(engine)
    assert "takes minutes" in caplog.text


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_that_start_at_once_on_a_new_database_do_not_meet(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    code = "import sys; from humanloop.server.store.store import Store; Store(sys.argv[1]).close()"
    url = f"sqlite:///{tmp_path / 'x.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql_url").replace("postgresql:", "postgresql+psycopg:")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    processes = [
        subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    for process in processes:
        _, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
    engine = build_engine(url, writes=True, pool_size=1)
    with engine.begin() as connection:
        assert differences(connection) == []
        assert connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == [HEAD]
    engine.dispose()


STORED = ("14.0", "14", "1.5", "0.30000000000000004", "1" * 30, "1" + "0" * 400, '"good"', '"12"', '["a"]', "true")
MOVED = (
    "14",
    "14",
    "1.5",
    "0.30000000000000004",
    "1.111111111111111e+29",
    "Infinity",
    '"good"',
    '"12"',
    '["a"]',
    "true",
)
OLD_ROWS = """
INSERT INTO projects (id, name, data_count, sessions_count, created_at, updated_at) VALUES ('p', 'p', 0, 0, 0, 0);
INSERT INTO configs (id, project_id, type, identity, status, content, num_datapoints, created_at, updated_at, last_used)
    VALUES ('c', 'p', 'model', 'i', 's', '{}', 0, 0, 0, 0);
INSERT INTO feedback_types (id, project_id, type, class) VALUES (1, 'p', 't', 'free');
INSERT INTO evaluators (id, name, description, type, version_id, created_at, updated_at)
    VALUES ('e', 'e', '', 'external', 'v', 0, 0);
INSERT INTO evaluator_versions (id, evaluator_id, arguments_type, return_type, created_at)
    VALUES ('v', 'e', 'target_free', 'number', 0);
INSERT INTO logs (id, project_id, config_id, details, created_at, updated_at) VALUES ('l', 'p', 'c', '{}', 0, 0);
"""


def test_values_in_an_old_file_stay_and_are_kept_as_text_from_now_on(tmp_path: Path, engine: Engine) -> None:
    tables = ("feedback", "evaluation_results")

    def stored() -> list[list[tuple[str, str]]]:
        with closing(sqlite3.connect(tmp_path / "x.db")) as file:
            return [file.execute(f"SELECT value, typeof(value) FROM {name} ORDER BY seq").fetchall() for name in tables]

    with engine.begin() as connection:
        upgrade(alembic_config(connection), "0011")
    with closing(sqlite3.connect(tmp_path / "x.db")) as file:
        file.executescript(OLD_ROWS)
        rows = [(value, f"id{number}") for number, value in enumerate(STORED)]
        file.executemany(
            "INSERT INTO feedback (value, id, log_id, feedback_type_id, type, current, created_at) "
            "VALUES (?, ?, 'l', 1, 't', 1, 0)",
            rows,
        )
        file.executemany(
            "INSERT INTO evaluation_results (value, id, evaluator_id, version_id, log_id, config_id, created_at, "
            "updated_at) VALUES (?, ?, 'e', 'v', 'l', 'c', 0, 0)",
            [*rows, (None, "nothing")],
        )
        file.commit()
    before = stored()
    assert before[0][0] == (14, "integer")
    migrate(engine)
    texts = [(value, "text") for value in MOVED]
    assert stored() == [texts, [*texts, (None, "null")]]
    with engine.begin() as connection:
        assert differences(connection) == []
        read = connection.scalars(sa.select(metadata.tables["feedback"].c.value)).all()
        new = sa.insert(metadata.tables["feedback"]).returning(metadata.tables["feedback"].c.value)
        row = {"id": "new", "log_id": "l", "feedback_type_id": 1, "type": "t", "current": True}
        back = connection.scalar(new.values(**row, value=2.0, created_at=datetime.now(UTC)))
    assert list(read) == [14, 14, 1.5, 0.1 + 0.2, float("1" * 30), math.inf, "good", "12", ["a"], True]
    assert repr(back) == "2.0"
    migrate_back(engine, "0011")
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM feedback WHERE id = 'new'"))
    after = stored()
    assert [[each for each in table if each[0] != "Infinity"] for table in after] == [
        [each for each in table if each[0] != math.inf] for table in before
    ]


def test_only_columns_of_text_hold_json_that_may_be_a_bare_number() -> None:
    """What SQLite knows as JSON is a number to it where it looks like one: such columns hold objects and lists."""
    engine = build_engine("sqlite://", writes=True, pool_size=1)
    declared = {
        f"{table.name}.{column.name}": column.type.compile(engine.dialect)
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, (sa.JSON, RedactedJson))
    }
    assert [name for name, kind in declared.items() if kind == "TEXT"] == ["feedback.value", "evaluation_results.value"]
    assert [name for name, kind in declared.items() if name.endswith(".value") and kind != "TEXT"] == []
    engine.dispose()
