"""A client on a server in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import humanloop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def local() -> Iterator[humanloop.Humanloop]:
    with humanloop.local() as client:
        yield client
