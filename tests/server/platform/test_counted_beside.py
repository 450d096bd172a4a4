"""Logs that servers count beside each other: nobody waits, all see the sum at once, and no kill changes it."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa

from benchmarks.server.processes import server
from humanloop.server.app import service_of
from humanloop.server.commands.check import look_at
from humanloop.server.database_urls import to_database_url
from humanloop.server.domain.counters import repair_counters, wrong_counters
from humanloop.server.store.engine import build_engine
from humanloop.server.store.log_counts import counted, fold_counts, note_counts, whole
from humanloop.server.store.migrations import migrate
from humanloop.server.store.migrations.backwards import migrate_back
from humanloop.server.store.schema import configs, log_counts, projects
from tests.server.platform.several import several
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection, Engine

    from benchmarks.server.processes import Running
    from tests.server.platform.postgresql import Cluster
    from tests.server.platform.several import Several

    Json = dict[str, Any]

CONFIG = {"type": "model", "model": "m"}
_KILLS = 4
_NAMES = ("one", "two", "three")


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> str:
    return cluster.new_database("beside")


@pytest.fixture(scope="module")
def both(database: str) -> Iterator[Several]:
    with several(database) as servers:
        yield servers


@pytest.fixture
def project(both: Several) -> Json:
    """A project with a config, so that further logs only append."""
    body = {"project": both.one.name(), "output": "x", "config": CONFIG}
    made = both.one.ok("logs.log", body)
    found: Json = both.one.ok("projects.get", id=made["project_id"])
    return found


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    made = build_engine(to_database_url(postgresql_url), writes=True, pool_size=1)
    migrate(made)
    yield made
    made.dispose()


def log(both: Several, place: int, project: Json, **fields: Any) -> Json:
    body = {"project_id": project["id"], "output": "x", "config": CONFIG, **fields}
    made: Json = both.apis[place].ok("logs.log", body)
    return made


def test_what_one_has_counted_both_see_at_once(both: Several, project: Json) -> None:
    other = both.one.ok("projects.create", {"name": both.one.name()})
    for number in range(1, 7):
        log(both, number % 2, project, session_reference_id=f"{project['id']} {number % 3}")
        for api in both.apis:
            assert api.ok("projects.get", id=project["id"])["data_count"] == 1 + number
            listed = api.ok("projects.list", query={"sort_by": "updated_at", "order": "desc"})["records"]
            assert [(each["id"], each["data_count"]) for each in listed[:2]] == [
                (project["id"], 1 + number),
                (other["id"], 0),
            ]
            (config,) = api.ok("projects.list_configs", id=project["id"])
            assert config["num_datapoints"] == 1 + number
            assert config["last_used"] > project["created_at"]
            assert api.ok("logs.list", query={"project_id": project["id"]})["total"] == 1 + number
            assert api.ok("sessions.list", query={"project_id": project["id"]})["total"] == min(number, 3)


def test_nobody_waits_for_who_changes_the_project(both: Several, project: Json, database: str) -> None:
    """Not even for one who never ends: there, the columns of the project are left alone."""
    with psycopg.connect(database) as other:
        for table in ("projects", "configs"):
            other.execute(f"UPDATE {table} SET created_at = created_at")
        for number in range(6):
            log(both, number % 2, project)
        assert both.one.ok("projects.get", id=project["id"])["data_count"] == 7
        other.rollback()


def test_what_is_counted_gets_into_the_columns(both: Several, project: Json, database: str) -> None:
    """Without any further write: servers of the release before read only these."""
    for number in range(6):
        log(both, number % 2, project)
    column = f"SELECT data_count FROM projects WHERE id = '{project['id']}'"
    with psycopg.connect(database, autocommit=True) as connection:
        wait_for(lambda: connection.execute(column).fetchone(), lambda found: found == (7,), 20)
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 7


def test_a_wrong_counter_is_named_and_mended_beside_what_no_column_says(both: Several, project: Json) -> None:
    submit = service_of(both.one.server.app).store.writer.submit

    def spoil(connection: Connection) -> None:
        fold_counts(connection, 0)
        connection.execute(sa.update(projects).where(projects.c.id == project["id"]).values(data_count=-3))
        note_counts(connection, 1, {project["id"]: (2, 0)}, datetime.now(UTC))

    submit(spoil).result()
    assert [str(wrong) for wrong in submit(wrong_counters).result()] == [
        f"projects.data_count of {project['id']} is -1, counted: 1"
    ]
    assert len(submit(repair_counters).result()) == 1
    assert submit(wrong_counters).result() == []
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 1


def test_folding_loses_nothing_and_puts_no_moment_back(engine: Engine) -> None:
    early = datetime(2026, 1, 1, tzinfo=UTC)
    late = early + timedelta(days=1)
    row = {"id": "pr_1", "name": "p", "created_at": early, "updated_at": early, "data_count": 5, "sessions_count": 1}
    config = {
        "id": "config_1",
        "project_id": "pr_1",
        "type": "model",
        "identity": "i",
        "status": "draft",
        "content": {},
        "num_datapoints": 5,
        "created_at": early,
        "updated_at": early,
        "last_used": late,
    }

    def read(*, folded: bool) -> tuple[Any, ...]:
        columns = (projects.c.data_count, projects.c.sessions_count, projects.c.updated_at)
        more = (configs.c.num_datapoints, configs.c.last_used)
        shown = [column if folded else counted(column) for column in (*columns, *more)]
        with engine.begin() as connection:
            return tuple(connection.execute(sa.select(*shown).join_from(projects, configs)).one())

    with engine.begin() as connection:
        connection.execute(sa.insert(projects), row)
        connection.execute(sa.insert(configs), config)
        note_counts(connection, 1, {"pr_1": (3, 1), "config_1": (3, 0)}, early)
        note_counts(connection, 2, {"pr_1": (4, 0), "config_1": (4, 0)}, late)
        note_counts(connection, 1, {"pr_1": (1, 1), "config_1": (1, 0)}, early)
    wanted = (13, 3, late, 13, late)
    assert read(folded=False) == wanted
    assert read(folded=True) == (5, 1, early, 5, late)
    with engine.connect() as connection, connection.begin() as cut_off:
        fold_counts(connection, 0)
        cut_off.rollback()
    assert read(folded=False) == wanted
    with engine.begin() as connection:
        # Another server has just done it.
        fold_counts(connection, 60)
    assert read(folded=True) == (5, 1, early, 5, late)
    with engine.begin() as connection:
        fold_counts(connection, 0)
        assert connection.scalar(sa.select(sa.func.count()).select_from(log_counts)) == 0
        fold_counts(connection, 0)
    assert read(folded=True) == read(folded=False) == wanted


def test_who_goes_back_to_the_release_before_takes_the_counts_along(engine: Engine) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as connection:
        row = {"id": "pr_1", "name": "p", "created_at": moment, "updated_at": moment, "data_count": 5}
        connection.execute(sa.insert(projects), row)
        for writer in (1, 2):
            note_counts(connection, writer, {"pr_1": (3, 1)}, moment)
    migrate_back(engine, "0015")
    with engine.begin() as connection:
        found = connection.execute(sa.select(projects.c.data_count, projects.c.sessions_count)).one()
        assert tuple(found) == (11, 2)


def test_on_sqlite_nobody_looks_for_such_rows() -> None:
    query = sa.select(*whole(projects), *whole(configs)).order_by(counted(projects.c.updated_at))
    shown = str(query.compile(dialect=sa.create_engine("sqlite://").dialect))
    assert "log_counts" not in shown
    assert shown.endswith("ORDER BY projects.updated_at")


def test_kill_9_loses_no_count_and_counts_nothing_twice(cluster: Cluster) -> None:
    """Between counting and folding, and while folding: at whatever moment, beside a server that goes on."""
    url = cluster.new_database("counts_killed")
    deadlocks = cluster.log().count("deadlock detected")
    unfolded, confirmed = 0, 0
    with ExitStack() as stack:
        running = [stack.enter_context(server(url)) for _ in range(2)]
        for kill in range(_KILLS):
            done = threading.Event()
            counts = [0, 0]
            loads = [threading.Thread(target=_load, args=(running, place, done, counts)) for place in range(2)]
            for load in loads:
                load.start()
            wait_for(partial(min, counts), lambda found: found > 40)
            running[kill % 2].kill()
            unfolded += int(cluster.ask("SELECT count(*) FROM log_counts", "counts_killed") or 0)
            # Beside the one that goes on.
            assert look_at(sa.make_url(to_database_url(url)))[0] == []
            done.set()
            for load in loads:
                load.join()
            confirmed += sum(counts)
            running[kill % 2] = stack.enter_context(server(url))
        assert unfolded > 0
        wait_for(
            lambda: cluster.ask("SELECT count(*) FROM log_counts", "counts_killed"), lambda found: found == "0", 20
        )
        stored = int(cluster.ask("SELECT count(*) FROM logs", "counts_killed") or 0)
        assert cluster.ask("SELECT sum(data_count) FROM projects", "counts_killed") == str(stored)
        assert cluster.ask("SELECT sum(num_datapoints) FROM configs", "counts_killed") == str(stored)
        # Of what was killed, each connection had one under way at most.
        assert confirmed <= stored <= confirmed + _KILLS
        assert look_at(sa.make_url(to_database_url(url)))[0] == []
    assert cluster.log().count("deadlock detected") == deadlocks


def _load(running: Sequence[Running], place: int, done: threading.Event, counts: list[int]) -> None:
    """Log to a server until it is killed or nobody wants more."""
    with suppress(OSError), running[place].connect() as connection:
        while not done.is_set():
            number = counts[place]
            body = {"project": _NAMES[number % len(_NAMES)], "output": "x", "config": CONFIG}
            if number % 4 == 0:
                body["session_reference_id"] = f"{place} {number % 8}"
            status, answer = connection.request("POST", "/logs", json.dumps(body).encode())
            assert status == 200, answer
            counts[place] += 1
