from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.server.platform.postgresql import find_programs, postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.platform.postgresql import Cluster

_numbers = count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that the tests may start and stop."""
    pytest.importorskip("psycopg", reason='needs the extra `postgres`: pip install "humanloop[postgres]"')
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: initdb on the path or in /usr/lib/postgresql and, for root, a user postgres")
    with postgresql(programs) as running:
        yield running


@pytest.fixture
def postgresql_url(cluster: Cluster) -> str:
    """A new database."""
    return cluster.new_database(f"test{next(_numbers)}")
