"""The primary dies under load and its standby is promoted: writes go on, and nothing that was confirmed is lost."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa

from humanloop.server import Settings, serve_in_thread
from humanloop.server.store.engine import build_engine
from humanloop.server.store.writer import Writer
from tests.server.platform.postgresql import postgresql
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server.errors import ServerError
    from tests.server.conftest import Api
    from tests.server.platform.postgresql import Cluster

    Json = dict[str, Any]


@contextmanager
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary and its standby, which confirms each commit."""
    with postgresql() as primary:
        standby = primary.standby()
        try:
            primary.set("synchronous_standby_names", "*")
            yield primary, standby
        finally:
            if standby.is_running():
                standby.stop()


def test_writes_go_on_after_the_promotion(api_class: type[Api]) -> None:
    with pair() as (primary, standby):
        url = primary.new_database("failing")
        wait_for(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication"), lambda state: state == "sync")
        hosts = f"{primary.folder},{standby.folder}"
        settings = Settings(
            database=f"postgresql:///failing?host={hosts}&port=5432,5432&user=postgres&target_session_attrs=read-write",
            port=0,
            authentication=False,
        )
        assert url
        with serve_in_thread(settings=settings) as running:
            api = api_class(running)
            confirmed, statuses, done = list[str](), set[int](), threading.Event()
            times: dict[str, float] = {}

            def write(name: str) -> None:
                number = 0
                while not done.is_set():
                    number += 1
                    key = f"{name} {number}"
                    while not done.is_set():
                        reply = api.call(
                            "logs.log",
                            {"project": "p", "output": key},
                            headers={"X-API-KEY": "any", "Idempotency-Key": key},
                        )
                        statuses.add(reply.status)
                        if reply.status == 200:
                            confirmed.append(key)
                            times[name] = time.monotonic()
                            break
                        assert reply.headers["retry-after"]
                        time.sleep(0.05)

            writers = [threading.Thread(target=write, args=(f"writer {each}",)) for each in range(4)]
            for writer in writers:
                writer.start()
            wait_for(lambda: len(confirmed), lambda number: number > 50)
            primary.stop()
            standby.set("synchronous_standby_names", "")
            standby.promote()
            promoted = time.monotonic()
            wait_for(lambda: min(times.values()), lambda moment: moment > promoted, 10)
            done.set()
            for writer in writers:
                writer.join()
            assert statuses == {200, 503}
            project = api.ok("projects.list", headers={"X-API-KEY": "any"})["records"][0]
            said = standby.ask_all("SELECT output FROM logs", "failing")
            assert set(confirmed) <= set(said)
            assert len(said) == len(set(said)) == project["data_count"]
        primary.start()


def test_a_commit_that_its_standby_has_not_confirmed_is_no_success() -> None:
    with pair() as (primary, standby):
        url = primary.new_database("waiting")
        engine = build_engine(url.replace("postgresql:", "postgresql+psycopg:"), writes=True, pool_size=1)
        writer = Writer(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE SEQUENCE humanloop_turns"))
        writer.submit(lambda connection: connection.execute(sa.text("CREATE TABLE notes (text text)"))).result()
        standby.stop()
        waiting = writer.submit(
            lambda connection: connection.execute(sa.text("INSERT INTO notes VALUES ('x')")).rowcount
        )
        cancel = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        wait_for(lambda: primary.ask(cancel), lambda found: found == "1")
        with pytest.raises(Exception, match="on one server only") as caught:
            waiting.result(10)
        error: ServerError = caught.value  # type: ignore[assignment]
        assert error.status == 503
        primary.set("synchronous_standby_names", "")
        writer.close()
        engine.dispose()


def test_a_server_that_only_reads_by_now_is_left(api_class: type[Api]) -> None:
    """What was the primary goes on as a standby, and all connections to it with it."""
    with postgresql() as first, postgresql() as second:
        for cluster in (first, second):
            cluster.new_database("team")
        url = f"postgresql:///team?host={first.folder},{second.folder}&port=5432,5432&user=postgres"
        settings = Settings(database=f"{url}&target_session_attrs=read-write", port=0, authentication=False)
        with serve_in_thread(settings=settings) as running:
            api = api_class(running)
            # As if it had been copied there.
            with serve_in_thread(settings=Settings(database=second.url("team"), port=0, authentication=False)):
                pass
            api.ok("projects.create", {"name": "a"}, headers={"X-API-KEY": "any"})
            with psycopg.connect(first.url("team"), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
                connection.execute("SELECT pg_reload_conf()")
            # A connection that is open hears of it in its own time.
            names, began = (f"b{number}" for number in count()), time.monotonic()

            def moved() -> list[str]:
                api.call("projects.create", {"name": next(names)}, headers={"X-API-KEY": "any"})
                return second.ask_all("SELECT name FROM projects", "team")

            there = wait_for(moved, bool, 5)
            assert time.monotonic() - began < 5
            found = [each["name"] for each in api.ok("projects.list", headers={"X-API-KEY": "any"})["records"]]
            assert sorted(found) == sorted(there)
