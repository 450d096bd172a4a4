"""A server with a key of each role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.key_records import create_key
from humanloop.server.domain.keys import new_api_key
from humanloop.server.domain.roles import ROLES, Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

BY = Caller("command:tester")
"""Who makes the keys."""


def make_key(running: RunningServer, name: str, **rest: Any) -> str:
    """Make a key as the command does, and let the server read it."""
    service = service_of(running.app)
    key = service.store.writer.submit(lambda connection: create_key(connection, BY, name, **rest)).result()
    reload_keys(running)
    return key


def reload_keys(running: RunningServer) -> None:
    """Let the server read the keys at once."""
    service = service_of(running.app)
    known = service.store.writer.submit(service.known_keys).result()
    service.keys.replace(known)


@pytest.fixture(scope="module")
def team(api_class: type[Api]) -> Iterator[Api]:
    """A server whose own key may do everything."""
    settings = Settings(database="sqlite://", port=0, api_key=SecretStr(new_api_key()), provider_fallback="mock")
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


@pytest.fixture(scope="module")
def keys(team: Api) -> dict[str, str]:
    """A key of each role: role → key."""
    return {role: make_key(team.server, f"the {role} key", role=role) for role in ROLES}
