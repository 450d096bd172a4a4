from __future__ import annotations

import os
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import psycopg
import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.domain import times
from humanloop.server.domain.keys import new_api_key
from humanloop.server.store import moments
from tests.server.platform.postgresql import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from tests.server.conftest import Api
    from tests.server.platform.postgresql import Cluster

_numbers = count()


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the wall clock of this process forth, or back, by days."""

    def set_clock(days: int) -> None:
        class Jumped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return super().now(tz) + timedelta(days=days)

        for module in (times, moments):
            monkeypatch.setattr(module, "datetime", Jumped)

    return set_clock


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that the tests may start and stop."""
    with postgresql() as running:
        yield running


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """A new database: of the server that `TEST_POSTGRESQL` names, unless the test stops and starts a server."""
    return _new_postgresql(request, needs_cluster="cluster" in request.fixturenames)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, api_class: type[Api]) -> Iterator[Api]:
    """A server on each of the databases, for what has to be the same on them."""
    url = "sqlite://" if request.param == "sqlite" else _new_postgresql(request, needs_cluster=False)
    settings = Settings(database=url, port=0, api_key=SecretStr(new_api_key()), provider_fallback="mock")
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def _new_postgresql(request: pytest.FixtureRequest, *, needs_cluster: bool) -> str:
    name = f"test{next(_numbers)}_{os.getpid()}"
    service = os.environ.get("TEST_POSTGRESQL")
    if service is None or needs_cluster:
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.new_database(name)
    with psycopg.connect(service, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(service)._replace(path=f"/{name}").geturl()
