"""A server whose providers are all one peer, which says what the test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from tests.server.polling import wait_for
from tests.server.providers.peer import Peer, peer
from tests.server.providers.services import KEY, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api
    from tests.server.providers.services import Service

    Json = dict[str, Any]


@pytest.fixture(scope="module")
def provider() -> Iterator[Peer]:
    with peer() as made:
        yield made


def settings_for(provider: Peer, **more: Any) -> Settings:
    """Settings that lead to the peer; the keys of the server are those that requests cannot bring."""
    mine = {"url": f"{provider.url}/v1", "key": KEY, "drop": ["n"]}
    given: Json = {
        "database": "sqlite://",
        "port": 0,
        "api_key": SecretStr("caller-key"),
        "provider_urls": {name: provider.url + each.url for name, each in SERVICES.items() if name != "mine"},
        "provider_keys": {"google": KEY},
        "compatible": {"mine": mine},
        "provider_seconds": 30,
        **more,
    }
    return Settings(**given)


@pytest.fixture(scope="module")
def asking(provider: Peer, api_class: type[Api]) -> Iterator[Api]:
    """A caller of a server that asks the peer."""
    with serve_in_thread(settings=settings_for(provider)) as running:
        yield api_class(running)


def body_for(api: Api, service: Service, config: Json | None = None, **more: Any) -> Json:
    """A chat with a model of a provider, with the caller's key if it can have one."""
    keys = {"provider_api_keys": {service.name: KEY}} if service.is_of_caller else {}
    return {
        "project": api.name(),
        "messages": [{"role": "user", "content": "hello"}],
        "model_config": {"model": "m", "provider": service.name, **(config or {})},
        **keys,
        **more,
    }


def log_of(api: Api, body: Json) -> Json:
    """The newest log of the project of a chat."""
    return logs_of(api, body)[0]


def logs_of(api: Api, body: Json) -> list[Json]:
    """All logs of the project of a chat, the newest first."""
    projects = api.ok("projects.list", query={"filter": body["project"]})["records"]
    return [log for each in projects for log in api.ok("logs.list", query={"project_id": each["id"]})["records"]]


def failed_log_of(api: Api, body: Json) -> Json:
    """The newest log of the project of a chat, once it is there and has an error."""
    (log,) = wait_for(lambda: logs_of(api, body)[:1], lambda logs: any(log["error"] is not None for log in logs))
    return log
