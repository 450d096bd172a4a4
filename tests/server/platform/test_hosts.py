"""The header `Host`: a page in a browser cannot reach the server under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.http.hosts import Hosts, host_name, is_allowed
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "api.localhost", "localhost.", "127.0.0.1", "127.8.9.1", "::1", "10.1.2.3", "here"],
)
def test_addresses_and_known_names_are_answered(host: str) -> None:
    assert is_allowed(host, frozenset({"here"}))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "nothere"])
def test_other_names_are_not(host: str) -> None:
    assert not is_allowed(host, frozenset({"here"}))
    assert is_allowed(host, frozenset({"*"}))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("a:80", "a"),
        ("a", "a"),
        ("[::1]:8000", "::1"),
        ("[::1]", "::1"),
        ("a:", "a"),
        ("[fe80::1%eth0]:80", "fe80::1%eth0"),
    ],
)
def test_the_port_does_not_count(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize("path", ["/v4/projects", "/docs", "/v4/openapi.json", "/nowhere"])
def test_a_foreign_host_is_a_json_421(server: RunningServer, path: str) -> None:
    with Wire(server) as wire:
        answer = wire.ask(f"GET {path}", host="evil.example:8000")
        assert (answer.status, answer.detail["type"]) == (421, "misdirected_request_error")
        assert "--allowed-hosts" in answer.detail["message"]
        assert wire.ask("GET /v4/projects").status == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "[",
        "127.0.0.1%evil.com",
        "[::1]evil.com",
        "[::1",
        "::1",
        "a:b",
        "a b",
        "user@localhost",
        "[127.0.0.1]",
        "a/b",
    ],
)
def test_what_is_no_host_is_a_json_400(server: RunningServer, header: str) -> None:
    assert host_name(header) is None
    with Wire(server) as wire:
        wire.send(f"GET /v4/projects HTTP/1.1\r\nHost: {header}\r\n\r\n".encode())
        answer = wire.receive()
        assert (answer.status, answer.detail["code"]) == (400, 400)


@pytest.mark.parametrize("headers", [b"", b"Host: localhost\r\nHost: localhost\r\n"])
def test_a_request_has_one_host(server: RunningServer, headers: bytes) -> None:
    with Wire(server) as wire:
        wire.send(b"GET /v4/projects HTTP/1.1\r\n" + headers + b"\r\n")
        assert wire.receive().status == 400


def test_more_names_can_be_allowed() -> None:
    settings = Settings(database="sqlite://", port=0, api_key=SecretStr("k"), allowed_hosts="api.test, other.test")
    with serve_in_thread(settings=settings) as running, Wire(running) as wire:
        assert wire.ask("GET /v4/projects", host="API.test:80").status == 200
        assert wire.ask("GET /v4/projects", host="third.test").status == 421


async def test_made_up_hosts_are_answered_and_do_not_fill_the_memory() -> None:
    answered: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        answered.append(scope["headers"][0][1])

    hosts = Hosts(app, ())
    for port in range(1100):
        await hosts({"type": "http", "headers": [(b"host", b"127.0.0.1:%d" % port)]}, None, None)
    assert len(answered) == 1100
    assert len(hosts._known) == 1000


@pytest.fixture(scope="module")
def without_keys() -> Iterator[RunningServer]:
    with serve_in_thread(settings=Settings(database="sqlite://", port=0, authentication=False)) as running:
        yield running


@pytest.mark.parametrize(
    "headers",
    [
        ("Sec-Fetch-Site: cross-site", "Origin: http://evil.example"),
        ("Sec-Fetch-Site: same-site", "Origin: http://localhost:3000"),
        ("Origin: http://evil.example",),
        ("Origin: null",),
        ("Origin: http://[",),
    ],
)
@pytest.mark.parametrize("path", ["/v4/projects", "/otel/v1/traces"])
def test_without_keys_pages_of_other_sites_write_nothing(
    without_keys: RunningServer, headers: tuple[str, ...], path: str
) -> None:
    with Wire(without_keys) as wire:
        answer = wire.ask(f"POST {path}", "Content-Type: text/plain", *headers, body=b'{"name": "x"}')
        assert answer.status == 403
        assert "other sites" in answer.body.decode()
        # What is only read does not come to the page.
        assert wire.ask("GET /v4/projects", *headers).json["records"] == []


def test_programs_and_own_pages_write_without_keys(without_keys: RunningServer, server: RunningServer) -> None:
    with Wire(without_keys) as wire:
        own = (f"Origin: http://{wire.host}",)
        for number, headers in enumerate(((), own, (*own, "Sec-Fetch-Site: same-origin"), ("Sec-Fetch-Site: none",))):
            body = b'{"name": "by %d"}' % number
            assert wire.ask("POST /v4/projects", "Content-Type: application/json", *headers, body=body).status == 201
    # Who knows a key is no page of anybody's.
    with Wire(server) as wire:
        answer = wire.ask("POST /v4/projects", "Sec-Fetch-Site: cross-site", body=b'{"name": "with a key"}')
        assert answer.status == 201
