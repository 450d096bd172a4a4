"""A PostgreSQL that does not answer: every request is answered in time, and all is well as soon as it is back."""

from __future__ import annotations

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa

from humanloop.server import Settings, serve_in_thread
from humanloop.server.store.engine import build_engine
from humanloop.server.store.postgresql import sent_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api, Reply
    from tests.server.platform.postgresql import Cluster

_SECONDS = 2
_REQUESTS = 24


@pytest.fixture
def hanging_api(cluster: Cluster, postgresql_url: str, api_class: type[Api]) -> Iterator[Api]:
    del cluster
    settings = Settings(database=postgresql_url, port=0, database_seconds=_SECONDS, readers=4)
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def test_a_database_that_stops_leaves_no_request_open(hanging_api: Api, cluster: Cluster) -> None:
    api = hanging_api
    project_id = api.ok("logs.log", {"project": "p", "output": "kept"})["project_id"]

    def ask(number: int) -> tuple[Reply, float]:
        began = time.monotonic()
        if number % 2:
            return api.call("projects.get", id=project_id), time.monotonic() - began
        body = {"project": "p", "output": f"lost {number}", "reference_id": f"r{number}"}
        return api.call("logs.log", body), time.monotonic() - began

    with ThreadPoolExecutor(_REQUESTS) as callers, cluster.frozen():
        found = list(callers.map(ask, range(_REQUESTS)))
        began = time.monotonic()
        assert api.http("GET", "/nowhere").status == 404
        assert api.call("projects.get", id=project_id, headers={"X-API-KEY": "wrong"}).status == 401
        assert time.monotonic() - began < 1
        # And again, when the connections that hang have been cut.
        found += list(callers.map(ask, range(_REQUESTS)))
    began = time.monotonic()
    while api.call("projects.get", id=project_id).status != 200:
        assert time.monotonic() - began < 5
    while api.call("logs.log", {"project": "p", "output": "after"}).status != 200:
        assert time.monotonic() - began < 5
    assert {reply.status for reply, _ in found} == {503}
    assert all(reply.headers["retry-after"] for reply, _ in found)
    assert max(seconds for _, seconds in found) < _SECONDS + 2
    # What had begun when it stopped may be stored; what had not begun is not.
    stored = api.ok("logs.list", query={"project_id": project_id})["records"]
    assert len(stored) <= 2 + 1


def test_a_table_that_is_locked_holds_up_no_other_for_long(hanging_api: Api, postgresql_url: str) -> None:
    api = hanging_api
    api.ok("logs.log", {"project": "p", "output": "kept"})
    with psycopg.connect(postgresql_url) as other:
        other.execute("LOCK TABLE logs")
        began = time.monotonic()
        with ThreadPoolExecutor(8) as callers:
            found = list(callers.map(lambda _: api.call("logs.log", {"project": "p", "output": "x"}), range(8)))
        assert time.monotonic() - began < _SECONDS + 2
        assert {reply.status for reply in found} == {503}
    began = time.monotonic()
    while api.call("logs.log", {"project": "p", "output": "after"}).status != 200:
        assert time.monotonic() - began < 5


def test_what_hinders_one_job_of_a_group_is_its_own_error(
    cluster: Cluster, postgresql_url: str, api_class: type[Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    del cluster
    monkeypatch.setattr("humanloop.server.store.postgresql.LOCK_TIMEOUT_MS", 300)
    with serve_in_thread(database=postgresql_url) as running:
        api = api_class(running)
        api.ok("logs.log", {"project": "p", "output": "kept"})
        with psycopg.connect(postgresql_url) as other, ThreadPoolExecutor(8) as callers:
            other.execute("LOCK TABLE logs")
            locked = [callers.submit(api.call, "logs.log", {"project": "p", "output": "x"}) for _ in range(2)]
            free = [callers.submit(api.call, "projects.create", {"name": f"n{number}"}) for number in range(4)]
            assert {each.result().status for each in locked} == {503}
            assert {each.result().status for each in free} == {200, 201} & {each.result().status for each in free}


def test_more_than_the_database_has_room_for_is_sent_before_a_commit(postgresql_url: str) -> None:
    """Else the database waits for the rest of a large log, and the server for its answer: one of ten times, or so."""
    engine = build_engine(postgresql_url.replace("postgresql:", "postgresql+psycopg:"), writes=True, pool_size=1)
    text = "x" * 8_000_000

    def store() -> None:
        for _ in range(50):
            with engine.begin() as connection, sent_at_once(connection):
                drivers.append(connection.connection.driver_connection)
                connection.execute(sa.text("SELECT length(:text)"), {"text": text})

    drivers: list[Any] = []
    with ThreadPoolExecutor(1) as other:
        storing = other.submit(store)
        try:
            storing.result(30)
        finally:
            # Whoever waits for ever is told that the connection is gone.
            with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(drivers[-1].fileno())) as wire:
                wire.shutdown(socket.SHUT_RDWR)
    engine.dispose()


def test_the_limits_of_the_library_can_be_chosen_in_the_url(postgresql_url: str) -> None:
    url = postgresql_url.replace("postgresql:", "postgresql+psycopg:") + "&connect_timeout=3&keepalives_idle=9"
    engine = build_engine(url, writes=True, pool_size=1)
    with engine.connect() as connection:
        info = connection.connection.dbapi_connection.info.get_parameters()  # type: ignore[union-attr]
        assert (info["connect_timeout"], info["keepalives_idle"]) == ("3", "9")
        assert info["tcp_user_timeout"] == "15000"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
    engine.dispose()
