"""HAProxy on both sides: before the servers, which come and go under load, and between them and their database."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from tests.server.platform.haproxy import PROGRAM, balancer, relay
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from humanloop.server import RunningServer

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="needs HAProxy: the package haproxy of the system")
KEY = "a-key-of-the-whole-team"


def test_servers_are_restarted_one_after_the_other_behind_a_balancer(
    postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with relay(postgresql_url) as database, ExitStack() as stack:
        settings = Settings(database=database, port=0, api_key=SecretStr(KEY))
        first, second = [stack.enter_context(ExitStack()) for _ in range(2)]
        servers: list[RunningServer] = [
            each.enter_context(serve_in_thread(settings=settings)) for each in (first, second)
        ]
        assert not [message for message in caplog.messages if "pooler" in message], "a relay takes no session away"
        url = stack.enter_context(balancer([server.url for server in servers]))
        ports = [urlsplit(server.url).port for server in servers]
        client = stack.enter_context(Humanloop(api_key=KEY, host=url))
        stored, failures, done = list[str](), list[Exception](), threading.Event()

        def write(name: str) -> None:
            number = 0
            while not done.is_set():
                number += 1
                try:
                    client.log(project="p", output=f"{name} {number}")
                except Exception as error:  # noqa: BLE001 - each is shown at the end
                    failures.append(error)
                else:
                    stored.append(f"{name} {number}")

        writers = [threading.Thread(target=write, args=(f"writer {each}",)) for each in range(4)]
        for writer in writers:
            writer.start()
        for each, port in ((first, ports[0]), (second, ports[1])):
            before = len(stored)
            wait_for(lambda before=before: len(stored), lambda number, before=before: number > before + 40)
            each.close()
            before = len(stored)
            wait_for(lambda before=before: len(stored), lambda number, before=before: number > before + 40)
            again = settings.model_copy(update={"port": port})
            each.enter_context(serve_in_thread(settings=again))
        done.set()
        for writer in writers:
            writer.join()
        assert failures == []
        project = client.projects.list().records[0]
        said = [log.output for log in client.logs.list(project_id=project.id, size=1000)]
        assert sorted(said) == sorted(stored)
        assert project.data_count == len(stored)
