from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

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
def postgresql_url(cluster: Cluster) -> str:
    """A new database."""
    return cluster.new_database(f"test{next(_numbers)}")
