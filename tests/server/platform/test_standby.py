"""Reads on a standby show what was confirmed before they began, and do without it when it is away or behind."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from humanloop.server import Settings
from tests.server.platform.postgresql import postgresql
from tests.server.platform.several import several
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api
    from tests.server.platform.postgresql import Cluster
    from tests.server.platform.several import Several

_READS = "SELECT logs"


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary and a standby that writes down what it is asked."""
    with postgresql() as primary:
        primary.new_database("reads")
        standby = primary.standby(log_statement="all")
        try:
            yield primary, standby
        finally:
            if standby.is_running():
                standby.stop()


@contextmanager
def servers(pair: tuple[Cluster, Cluster]) -> Iterator[Several]:
    """Two servers that read from the standby; it is read from the beginning, if it is there."""
    primary, standby = pair
    with several(primary.url("reads"), database_read=standby.url("reads")) as both:
        for api in both.apis:
            api.ok("projects.list")
        if standby.is_running():
            wait_for(lambda: [_is_read(standby, api) for api in both.apis], all, 10)
        yield both


def _is_read(standby: Cluster, api: Api) -> bool:
    before = standby.log().count("projects")
    api.ok("projects.list")
    return standby.log().count("projects") > before


def _write_and_list(writer: Api, reader: Api, number: int) -> float:
    """Write on one server and read on another; answers how long the read took."""
    said = writer.ok("logs.log", {"project": "p", "output": f"output {number}"})
    began = time.monotonic()
    page: dict[str, Any] = reader.ok("logs.list", query={"project_id": said["project_id"], "size": 1})
    took = time.monotonic() - began
    assert page["records"][0]["id"] == said["id"], "a list does not show what was written before"
    assert reader.ok("logs.get", id=said["id"])["output"] == f"output {number}"
    return took


def test_a_write_is_read_at_once_whichever_server_took_it(pair: tuple[Cluster, Cluster]) -> None:
    with servers(pair) as both:
        first, second = both.apis
        before = pair[1].log().count(_READS)
        for number in range(60):
            _write_and_list(first, second, number)
            _write_and_list(second, first, number)
        # Most of the lists and the single logs.
        assert pair[1].log().count(_READS) - before > 120


def test_a_standby_that_is_behind_is_not_asked(pair: tuple[Cluster, Cluster]) -> None:
    standby = pair[1]
    with servers(pair) as both:
        standby.ask("SELECT pg_wal_replay_pause()")
        try:
            took = [_write_and_list(both.one, both.apis[1], number) for number in range(20)]
            assert max(took) < 1
            # It is tried once a second.
            assert sorted(took)[10] < 0.1
        finally:
            standby.ask("SELECT pg_wal_replay_resume()")
        wait_for(lambda: _is_read(standby, both.one), bool, 10)


def test_a_standby_that_hangs_or_is_away_costs_no_answer(pair: tuple[Cluster, Cluster]) -> None:
    standby = pair[1]
    with servers(pair) as both:
        with standby.frozen():
            took = [_write_and_list(both.one, both.apis[1], number) for number in range(10)]
            assert max(took) < 6
            assert sorted(took)[5] < 0.2
        standby.stop()
        for number in range(10):
            assert _write_and_list(both.one, both.apis[1], number) < 2
        standby.start()
        wait_for(lambda: _is_read(standby, both.one), bool, 15)


def test_a_server_starts_without_its_standby(pair: tuple[Cluster, Cluster]) -> None:
    standby = pair[1]
    standby.stop()
    with servers(pair) as both:
        _write_and_list(both.one, both.apis[1], 1)
        standby.start()
        wait_for(lambda: _is_read(standby, both.one), bool, 15)


def test_a_standby_that_was_promoted_is_not_asked(pair: tuple[Cluster, Cluster]) -> None:
    """The last of the tests: what it was is gone."""
    standby = pair[1]
    with servers(pair) as both:
        standby.promote()
        for number in range(10):
            _write_and_list(both.one, both.apis[1], number)
        wait_for(lambda: _is_read(standby, both.one), lambda is_read: not is_read, 5)


def test_only_postgresql_has_standbys() -> None:
    with pytest.raises(ValidationError, match=r"--database-read needs a PostgreSQL.*scale\.md"):
        Settings(database="sqlite://", database_read="postgresql://db/humanloop")
