from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.server.platform.postgresql import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.platform.postgresql import Cluster

_numbers = count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that the tests may start and stop."""
    with postgresql() as running:
        yield running


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """A new database: of the server that `TEST_POSTGRESQL` names, unless the test stops and starts a server."""
    name = f"test{next(_numbers)}_{os.getpid()}"
    service = os.environ.get("TEST_POSTGRESQL")
    if service is None or "cluster" in request.fixturenames:
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.new_database(name)
    with psycopg.connect(service, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(service)._replace(path=f"/{name}").geturl()
