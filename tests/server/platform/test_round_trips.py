"""How often a group of writes waits for PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from humanloop.server import serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.database_urls import to_database_url
from humanloop.server.domain.counters import wrong_counters
from humanloop.server.domain.logs import NewLogs, create_logs, read_logs
from humanloop.server.prices import Rates
from humanloop.server.store.schema import logs
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from humanloop.server import RunningServer
    from humanloop.server.store.groups import Writing
    from humanloop.server.store.writer import Writer
    from tests.server.conftest import Api

_ASKED = "SELECT"


def _new(running: RunningServer, body: dict[str, Any]) -> NewLogs:
    return read_logs(service_of(running.app).store.dialect, [body], [()], Rates({}))


def test_logs_of_known_projects_ask_nothing_and_come_as_one(api_class: type[Api], postgresql_url: str) -> None:
    """Beside the first message and the last one, which is sent with the commit, there is none."""
    with serve_in_thread(database=postgresql_url) as running:
        api = api_class(running)
        for _ in range(2):
            api.ok("logs.log", {"project": "p", "output": "x"})
        store = service_of(running.app).store
        writer, engine = store.writer, store._write_engine
        sent = Counter[str]()

        def on_execute(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            del connection, cursor, rest
            sent[statement.split(maxsplit=1)[0]] += 1

        event.listen(engine, "before_cursor_execute", on_execute)
        commits = writer.commits
        for _ in range(3):
            jobs = [
                writer.submit(
                    partial(create_logs, logs=_new(running, {"project": "p", "output": f"{n}"}), strict=False),
                    is_beside=True,
                )
                for n in range(5)
            ]
            for job in jobs:
                job.result()
        groups = writer.commits - commits
        event.remove(engine, "before_cursor_execute", on_execute)
        # A server's own rounds, and what is remembered no longer, may come in between.
        assert sent[_ASKED] <= 2 * 4
        assert sent["INSERT"] <= groups + 4
        count = writer.submit(lambda c: c.scalar(sa.select(sa.func.count()).select_from(logs))).result()
        assert count == 2 + 15
        assert writer.submit(wrong_counters).result() == []


def test_logs_of_known_projects_ask_sqlite_nothing(api_class: type[Api], tmp_path: Path) -> None:
    with serve_in_thread(database=f"sqlite:///{tmp_path}/x.db") as running:
        api = api_class(running)
        body = {"project": "p", "output": "x", "config": {"model": "m", "name": "first"}}
        for _ in range(2):
            api.ok("logs.log", body)
        engine = service_of(running.app).store._write_engine
        asked: list[str] = []

        def on_execute(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            del connection, cursor, rest
            asked.extend([statement] if statement.startswith(_ASKED) else [])

        event.listen(engine, "before_cursor_execute", on_execute)
        for number in range(10):
            api.ok("logs.log", {**body, "output": f"{number}"})
        # A server's own rounds, and what is remembered no longer, may come in between.
        assert len(asked) <= 2 * 4
        event.remove(engine, "before_cursor_execute", on_execute)
        # What is changed meanwhile is seen at once, and so is what a log itself changes.
        (project,) = api.ok("projects.list")["records"]
        api.ok("projects.update", {"name": "q"}, id=project["id"])
        logged = [api.ok("logs.log", {**body, "project": name}) for name in ("p", "q", "p")]
        assert [each["project_id"] == project["id"] for each in logged] == [False, True, False]
        api.ok("logs.log", {**body, "project": "q", "config": {"model": "m", "name": "second"}})
        # Another program has the same file.
        with closing(sqlite3.connect(tmp_path / "x.db")) as other, other:
            other.execute("UPDATE projects SET name = 'r' WHERE name = 'p'")
        assert api.ok("logs.log", body)["project_id"] not in {each["project_id"] for each in logged}
        configs = api.ok("projects.list_configs", id=project["id"])
        assert [each["config"]["name"] for each in configs] == ["second"]


def test_a_new_key_is_stored_and_not_looked_for(api_class: type[Api], postgresql_url: str) -> None:
    with serve_in_thread(database=postgresql_url) as running:
        api = api_class(running)
        body = {"project": "p", "output": "x"}
        api.ok("logs.log", body, headers={"Idempotency-Key": "first"})
        engine = service_of(running.app).store._write_engine
        sent: list[str] = []

        def on_execute(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            del connection, cursor, rest
            kind = statement.split(maxsplit=1)[0]
            # Old keys are forgotten now and then.
            sent.extend([kind] if "idempotent_writes" in statement and kind != "DELETE" else [])

        event.listen(engine, "before_cursor_execute", on_execute)
        kinds: list[list[str]] = []
        for number in range(6):
            sent.clear()
            made = api.ok("logs.log", body, headers={"Idempotency-Key": f"new {number}"})
            kinds.append([*sent])
        # A server's own rounds may come in between, and then there is a look.
        assert kinds.count(["INSERT"]) > len(kinds) // 2
        sent.clear()
        # One that was done before is looked for, too.
        assert api.ok("logs.log", body, headers={"Idempotency-Key": f"new {number}"}) == made
        assert "SELECT" in sent
        event.remove(engine, "before_cursor_execute", on_execute)


def test_one_that_cannot_be_stored_takes_nothing_of_others_with_it(api_class: type[Api], postgresql_url: str) -> None:
    with serve_in_thread(database=postgresql_url) as running:
        api = api_class(running)
        api.ok("logs.log", {"project": "p", "output": "first"})
        writer = service_of(running.app).store.writer

        def job(output: str, log_id: str | None) -> Any:
            new = _new(running, {"project": "p", "output": output, "id": log_id})
            return writer.submit(partial(create_logs, logs=new, strict=False), is_beside=True)

        jobs = [job("a", "data_same"), job("b", None), job("c", "data_same"), job("d", None)]
        failed = [str(number) for number, each in enumerate(jobs) if each.exception() is not None]
        assert failed == ["2"]
        found = writer.submit(lambda c: list(c.scalars(sa.select(logs.c.output).order_by(logs.c.seq)))).result()
        assert found == ["first", "a", "b", "d"]
        assert writer.submit(wrong_counters).result() == []


@pytest.fixture
def store(postgresql_url: str) -> Iterator[Store]:
    made = Store(to_database_url(postgresql_url), readers=1)
    yield made
    made.close()


def test_who_comes_alone_is_not_kept_waiting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.server.store.writer._SECONDS_TO_GATHER", 60)
    for _ in range(5):
        assert store.writer.submit(lambda connection: connection.scalar(sa.select(1))).result(30) == 1
    assert store.writer.commits == 5


def _submitted_behind_another(writer: Writer, count: int) -> list[Writing[None]]:
    """Submit jobs while the writer works on one more, and let it go on when all are there."""
    begun, may_end = threading.Event(), threading.Event()

    def hold_up(_: Connection) -> None:
        begun.set()
        may_end.wait()

    jobs = [writer.submit(hold_up)]
    begun.wait()
    jobs += [writer.submit(lambda _: None) for _ in range(count)]
    may_end.set()
    return jobs


def test_those_who_come_together_again_are_committed_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.server.store.writer._SECONDS_TO_GATHER", 0.5)
    writer = store.writer
    for job in _submitted_behind_another(writer, 3):
        job.result()
    assert (writer.commits, writer.last_group) == (2, 3)
    # Without waiting, the first of them would be taken before the others are there.
    for job in [writer.submit(lambda _: None) for _ in range(3)]:
        job.result()
    assert (writer.commits, writer.last_group) == (3, 3)


def test_no_more_are_waited_for_than_came_together_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.server.store.writer._SECONDS_TO_GATHER", 60)
    for job in _submitted_behind_another(store.writer, 3):
        job.result(30)
    assert (store.writer.commits, store.writer.last_group) == (2, 3)
