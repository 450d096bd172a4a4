"""The server listens when it can answer, says so while it cannot, and answers until it is gone."""

from __future__ import annotations

import json
import logging
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme
import urllib3

from humanloop.server import Settings, running, serve_in_thread
from humanloop.server.http.health import LIVE, READY
from humanloop.server.http.waiting_room import waiting_room
from humanloop.server.store import store
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from tests.server.conftest import Api


def test_nothing_listens_before_the_database_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    bind, migrate = running.listen, store.migrate

    def listen(settings: Settings) -> socket.socket:
        listener = bind(settings)
        seen.append(f"{listener.getsockname()[1]}")
        return listener

    def look(*arguments: Any, **options: Any) -> None:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(seen[0])), timeout=5)
        seen.append("refused")
        migrate(*arguments, **options)

    monkeypatch.setattr(running, "listen", listen)
    monkeypatch.setattr(store, "migrate", look)
    with serve_in_thread() as server:
        assert seen == [seen[0], "refused"]
        assert server.url.endswith(f":{seen[0]}/v4")


def test_while_tables_are_changed_the_server_says_so(monkeypatch: pytest.MonkeyPatch, api_class: type[Api]) -> None:
    migrate, answers = store.migrate, list[Any]()

    def migrate_slowly(engine: Any, meanwhile: Any, **options: Any) -> None:
        with meanwhile():
            port = next(each for each in ports)
            for method, path in (("GET", LIVE), ("GET", "/v4/projects"), ("POST", "/v4/logs"), ("HEAD", "/docs")):
                answers.append(urllib3.request(method, f"http://127.0.0.1:{port}{path}", retries=False))
        migrate(engine, meanwhile, **options)

    ports: list[int] = []
    bind = running.listen

    def listen(settings: Settings) -> socket.socket:
        listener = bind(settings)
        ports.append(listener.getsockname()[1])
        return listener

    monkeypatch.setattr(running, "listen", listen)
    monkeypatch.setattr(store, "migrate", migrate_slowly)
    with serve_in_thread() as server:
        api_class(server).ok("projects.create", {"name": "afterwards"})
    live, *others = answers
    assert live.status == 200
    assert [(answer.status, answer.headers["retry-after"]) for answer in others] == [(503, "5")] * 3
    assert others[0].json()["detail"]["code"] == 503
    assert others[2].data == b""


def test_the_waiting_room_speaks_https_and_knows_probes_below_a_prefix() -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with socket.create_server(("127.0.0.1", 0)) as listener, waiting_room(listener, context):
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        # Who says nothing keeps nobody waiting.
        with socket.create_connection(listener.getsockname()), urllib3.PoolManager(ssl_context=trusting) as http:
            live, ready = (http.request("GET", f"{url}/below{path}", retries=False) for path in (LIVE, READY))
    assert (live.status, live.json()) == (200, {"status": "ok", "checks": {}})
    assert (ready.status, ready.json()["status"]) == (503, "failing")
    assert ready.json()["checks"]["migrations"]["ok"] is False


def test_the_waiting_room_leaves_the_socket_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with waiting_room(listener):
            pass
        socket.create_connection(listener.getsockname(), timeout=5).close()
        listener.accept()[0].close()


def test_what_is_cut_at_the_end_is_a_json_503(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    with serve_in_thread(settings=Settings(port=0, database="sqlite://", drain_seconds=1)) as server:
        wire = Wire(server)
        body = b'{"project": "p", "output": "x"}'
        head = wire.head("POST /v4/logs", f"Content-Length: {len(body) + 1}", "Expect: 100-continue")
        wire.send(head)
        # From here on it is worked on; its last byte never comes.
        assert wire.file.readline().startswith(b"HTTP/1.1 100")
        wire.file.readline()
        wire.send(body)
    answer = wire.receive()
    assert (answer.status, answer.detail["code"]) == (503, 503)
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["connection"] == "close"
    assert len([message for message in caplog.messages if re.search(r"Cancel 1 running", message)]) == 1
    assert "Traceback" not in caplog.text
    with wire:
        assert wire.file.read() == b""


@pytest.mark.parametrize("path", ["/v4/projects", "/docs"])
def test_head_is_get_without_the_body(server: RunningServer, path: str) -> None:
    with Wire(server) as wire:
        whole = wire.ask(f"GET {path}")
        wire.send(wire.head(f"HEAD {path}"))
        line = wire.file.readline()
        headers = {}
        while (header := wire.file.readline()) != b"\r\n":
            name, _, value = header.decode().partition(": ")
            headers[name.lower()] = value.strip()
        assert int(line.split()[1]) == whole.status == 200
        assert headers["content-length"] == str(len(whole.body))
        assert headers["content-type"] == whole.headers["content-type"]
        # The next answer follows at once.
        assert wire.ask(f"GET {path}").body == whole.body


@pytest.mark.parametrize("method", ["BREW", "TRACE", "PATCH"])
def test_other_methods_are_405_with_those_that_there_are(server: RunningServer, method: str) -> None:
    with Wire(server) as wire:
        answer = wire.ask(f"{method} /v4/projects")
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD, POST"


def test_two_lengths_are_a_400_and_the_end_of_the_connection(server: RunningServer) -> None:
    with Wire(server) as wire:
        smuggled = b"0\r\n\r\nGET /v4/projects HTTP/1.1\r\nHost: localhost\r\n\r\n"
        wire.send(
            wire.head("POST /v4/logs", "Transfer-Encoding: chunked", f"Content-Length: {len(smuggled)}") + smuggled
        )
        answer = wire.receive()
        assert (answer.status, json.loads(answer.body)["detail"]["code"]) == (400, 400)
        assert wire.file.read() == b""
