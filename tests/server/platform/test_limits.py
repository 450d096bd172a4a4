"""Requests that are too large, too slow, too many, or no requests at all: each gets a clear JSON answer."""

from __future__ import annotations

import gzip
import json
import select
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.server import RunningServer
    from tests.server.conftest import Api


def settings(**limits: Any) -> Settings:
    return Settings(database="sqlite://", port=0, api_key=SecretStr("k"), provider_fallback="mock", **limits)


@pytest.fixture(scope="module")
def strict() -> Iterator[RunningServer]:
    """A server with small limits."""
    with serve_in_thread(settings=settings(body_limit=10_000, head_limit=2_000, read_seconds=0.3)) as running:
        yield running


def body_of(size: int) -> bytes:
    text = json.dumps({"name": "", "padding": ""})
    return json.dumps({"name": f"p{size}", "padding": "x" * (size - len(text) - len(f"p{size}"))}).encode()


def test_a_body_at_the_limit_is_taken_and_one_more_byte_is_not(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        body = body_of(10_000)
        assert len(body) == 10_000
        assert wire.ask("POST /v4/projects", body=body).status == 201
        answer = wire.ask("POST /v4/projects", body=body + b" ")
        assert (answer.status, answer.detail["type"]) == (413, "request_too_large_error")
        assert "10000" in answer.detail["message"]
        assert answer.headers["connection"] == "close"
        assert wire.is_closed()


@pytest.mark.parametrize(
    ("coding", "compressed"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP ", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_a_compressed_body_is_read_and_one_limit_holds_for_both(
    strict: RunningServer, coding: str, compressed: Callable[[bytes], bytes]
) -> None:
    with Wire(strict) as wire:
        header, name = f"Content-Encoding: {coding}", f"{coding}{compressed(b'')!r}"
        body = json.dumps({"name": name, "padding": "x" * (10_000 - len(json.dumps({"name": name, "padding": ""})))})
        assert wire.ask("POST /v4/projects", header, body=compressed(body.encode())).json["name"] == name
        answer = wire.ask("POST /v4/projects", header, body=compressed(body.encode() + b" "))
        assert (answer.status, answer.detail["type"]) == (413, "request_too_large_error")


@pytest.mark.parametrize(
    ("coding", "body", "status"),
    [
        ("br", b"{}", 415),
        ("gzip, gzip", b"{}", 415),
        ("zstd", b"{}", 415),
        ("gzip", b'{"name": "plain"}', 400),
        ("gzip", gzip.compress(b'{"name": "cut"}', mtime=0)[:-4], 400),
        ("gzip", gzip.compress(b"x" * 9_000_000, mtime=0), 413),
        ("gzip", b"", 422),
        ("gzip", gzip.compress(b"{", mtime=0) + gzip.compress(b"}", mtime=0), 422),
        ("gzip", gzip.compress(b"{", mtime=0) + b"}", 400),
    ],
)
def test_what_cannot_be_decompressed_is_said(strict: RunningServer, coding: str, body: bytes, status: int) -> None:
    with Wire(strict) as wire:
        assert wire.ask("POST /v4/projects", f"Content-Encoding: {coding}", body=body).status == status


def test_a_body_without_a_length_is_counted(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        chunk = b"800\r\n" + b"x" * 0x800 + b"\r\n"
        wire.send(wire.head("POST /v4/projects", "Transfer-Encoding: chunked") + chunk * 6 + b"0\r\n\r\n")
        assert wire.receive().status == 413


def test_a_declared_length_beyond_all_reason_is_not_even_read(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(wire.head("POST /v4/projects", "Content-Length: 100000000000"))
        assert wire.receive().status == 413


def test_a_client_that_asks_first_is_spared_the_body(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(wire.head("POST /v4/projects", "Content-Length: 100000000000", "Expect: 100-continue"))
        assert wire.receive().status == 413


def test_nothing_is_read_for_an_unknown_key(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.key = "wrong"
        wire.send(wire.head("POST /v4/projects", "Content-Length: 5000"))
        assert wire.receive().status == 401


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_head_that_is_too_large_is_431(strict: RunningServer, pieces: int) -> None:
    with Wire(strict) as wire:
        head = wire.head("GET /v4/projects", f"X-Padding: {'x' * 2000}")
        size = len(head) // pieces + 1
        for start in range(0, len(head), size):
            wire.send(head[start : start + size])
        answer = wire.receive()
        assert (answer.status, answer.detail["type"]) == (431, "headers_too_large_error")
        assert wire.is_closed()


def test_a_head_without_an_end_is_431(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(b"GET /v4/projects HTTP/1.1\r\nX-Padding: " + b"x" * 3000)
        assert wire.receive().status == 431


def test_a_head_that_does_not_end_in_time_is_408(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(b"GET /v4/projects HTTP/1.1\r\n")
        answer = wire.receive()
        assert (answer.status, answer.detail["type"]) == (408, "timeout_error")
        assert wire.is_closed()


def test_a_second_head_is_timed_too(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        assert wire.ask("GET /v4/projects").status == 200
        wire.send(b"GET /v4/projects HTTP/1.1\r\n")
        assert wire.receive().status == 408


def test_a_connection_that_says_nothing_is_closed(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        assert wire.is_closed()


def test_a_body_that_does_not_come_in_time_is_408(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(wire.head("POST /v4/projects", "Content-Length: 100") + b"{")
        answer = wire.receive()
        assert (answer.status, answer.headers["connection"]) == (408, "close")
        assert wire.is_closed()


def test_a_client_that_leaves_in_the_middle_of_its_body_hurts_nobody(strict: RunningServer) -> None:
    with Wire(strict) as wire:
        wire.send(wire.head("POST /v4/projects", "Content-Length: 100") + b"{")
    with Wire(strict) as wire:
        assert wire.ask("GET /v4/projects").status == 200


@pytest.mark.parametrize(
    "data", [b"HELLO\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 90]
)
def test_what_is_not_http_is_a_json_400(strict: RunningServer, data: bytes) -> None:
    with Wire(strict) as wire:
        wire.send(data)
        answer = wire.receive()
        assert (answer.status, answer.detail["type"]) == (400, "bad_request_error")


def test_more_requests_than_places_are_asked_to_come_back(api_class: type[Api]) -> None:
    body = body_of(100)
    with serve_in_thread(settings=settings(places=2)) as running, Wire(running) as one, Wire(running) as other:
        api = api_class(running)
        # Both hold a place until their body is there.
        for wire in (one, other):
            wire.send(wire.head("POST /v4/projects", f"Content-Length: {len(body)}"))
        while (reply := api.call("projects.list")).status == 200:
            pass
        assert (reply.status, reply.headers["retry-after"]) == (503, "1")
        assert reply.detail["type"] == "service_unavailable_error"
        assert reply.headers["x-request-id"]
        one.send(body)
        assert one.receive().status == 201
        api.ok("projects.list")


def test_requests_in_a_row_are_answered_in_a_row(server: RunningServer) -> None:
    with Wire(server) as wire:
        wire.send(wire.head("GET /v4/projects", "X-Request-Id: 1") + wire.head("GET /v4/nowhere", "X-Request-Id: 2"))
        first, second = wire.receive(), wire.receive()
        assert [(first.status, first.headers["x-request-id"]), (second.status, second.headers["x-request-id"])] == [
            (200, "1"),
            (404, "2"),
        ]


def test_a_page_of_many_logs_comes_whole(server: RunningServer, api: Api) -> None:
    log = {"project": api.name(), "output": "long " * 50_000}
    project_id = api.ok("logs.log", [log] * 20)[0]["project_id"]
    with Wire(server) as wire:
        answer = wire.ask(f"GET /v4/logs?project_id={project_id}")
        assert len(answer.json["records"]) == 20
        assert len(answer.body) > 5_000_000


def test_who_takes_nothing_of_an_answer_is_left(api_class: type[Api]) -> None:
    with serve_in_thread(settings=settings(write_seconds=0.2)) as running:
        log = {"project": "p", "output": "long " * 50_000}
        project_id = api_class(running).ok("logs.log", [log] * 80)[0]["project_id"]
        with Wire(running) as wire:
            wire.send(wire.head(f"GET /v4/logs?project_id={project_id}&size=80"))
            watched = select.poll()
            watched.register(wire.socket, 0)
            ((_, events),) = watched.poll(20_000)
            assert events & select.POLLERR


def test_who_takes_an_answer_slowly_gets_all_of_it(api_class: type[Api]) -> None:
    with serve_in_thread(settings=settings(write_seconds=0.2)) as running:
        api = api_class(running)
        log = {"project": "p", "output": "long " * 50_000}
        project_id = api.ok("logs.log", [log] * 40)[0]["project_id"]
        with Wire(running) as wire:
            wire.send(wire.head(f"GET /v4/logs?project_id={project_id}"))
            got, started = b"", time.monotonic()
            while len(got) < 10_000_000:
                got += wire.socket.recv(300_000)
                time.sleep(0.02)
        # Three times as long as the server waits for somebody who takes nothing.
        assert time.monotonic() - started > 0.6


def test_settings_reach_the_service(strict: RunningServer) -> None:
    assert service_of(strict.app).settings.body_limit == 10_000
