"""Where one request ends and the next begins, and what is refused because somebody else may see it otherwise."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from humanloop.server import Settings, serve_in_thread
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from humanloop.server import RunningServer

GET = b"GET /v4/projects HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["POST /v4/logs HTTP/1.1", "Transfer-Encoding: gzip, chunked"], 501),
        (["POST /v4/logs HTTP/1.1", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked"], 501),
        (["POST /v4/logs HTTP/1.1", "Transfer-Encoding: identity"], 501),
        (["POST /v4/logs HTTP/1.1", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400),
        (["POST /v4/logs HTTP/1.0", "Transfer-Encoding: chunked"], 501),
        (["POST /v4/logs HTTP/1.1", "Content-Length: 3", "Content-Length: 3"], 400),
        (["POST /v4/logs HTTP/1.1", "Content-Length: 3", "Transfer-Encoding: chunked"], 400),
        (["POST /v4/logs HTTP/1.1", "Content-Length: +3"], 400),
        (["POST /v4/logs HTTP/1.1", "Content-Length: 99999999999999999999"], 400),
        (["GET /v4/projects HTTP/1.1", "X-Folded: one", " two"], 400),
        (["GET /v4/projects HTTP/1.1", "X-Blank : one"], 400),
        (["GET /v4/projects HTTP/1.1", "X-Nul: a\0b"], 400),
        (["GET /v4/projects HTTP/2.0"], 400),
        (["GET /v4/projects HTTP/1.2"], 400),
        (["GET /v4/projects"], 400),
        (["GET /v4/pröjects HTTP/1.1"], 400),
        (["CONNECT localhost:80 HTTP/1.1"], 400),
    ],
)
def test_what_may_be_understood_otherwise_is_refused_and_ends_the_connection(
    server: RunningServer, lines: list[str], status: int
) -> None:
    with Wire(server) as wire:
        head = "\r\n".join([lines[0], "Host: localhost", *lines[1:], "", ""])
        wire.send(head.encode() + GET)
        answer = wire.receive()
        assert (answer.status, answer.detail["code"]) == (status, status)
        assert answer.headers["connection"] == "close"
        assert wire.file.read() == b""


def test_what_follows_a_refused_request_is_not_read_and_what_came_before_is_answered(server: RunningServer) -> None:
    with Wire(server) as wire:
        body = json.dumps({"name": "before"}).encode()
        wire.send(
            wire.head("POST /v4/projects", f"Content-Length: {len(body)}")
            + body
            + wire.head("GET /v4/projects")
            + b"GET / HTTP/9.9\r\n\r\n"
            + wire.head("GET /v4/projects")
        )
        answers = [wire.receive() for _ in range(3)]
        assert [answer.status for answer in answers] == [201, 200, 400]
        assert answers[1].json["records"][0]["name"] == "before"
        assert wire.file.read() == b""


def test_a_body_that_is_none_is_refused(server: RunningServer) -> None:
    with Wire(server) as wire:
        wire.send(wire.head("POST /v4/projects", "Transfer-Encoding: chunked") + b"3\r\nabc\r\nno number\r\n")
        assert wire.receive().status == 400
        assert wire.file.read() == b""


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_requests_come_in_pieces_of_any_size(server: RunningServer, size: int) -> None:
    with Wire(server) as wire:
        data = (
            wire.head("GET /v4/projects?size=1")
            + b"\r\n"
            + wire.head("POST /v4/projects", "Transfer-Encoding: chunked")
            + b'8;a=b\r\n{"name":\r\n6\r\n"made"\r\n1\r\n}\r\n0\r\nX-Api-Key: other\r\n\r\n'
            + wire.head("HEAD /v4/projects")
        )
        for start in range(0, len(data), size):
            wire.send(data[start : start + size])
        assert wire.receive().status == 200
        # The second time there is a project of this name already.
        assert wire.receive().status in {201, 409}
        assert wire.file.readline() == b"HTTP/1.1 200 OK\r\n"


def test_unknown_methods_are_for_the_application(server: RunningServer) -> None:
    with Wire(server) as wire:
        for _ in range(2):
            answer = wire.ask("BREW /v4/projects", body=b"{}")
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")
        assert wire.ask("GET /v4/projects").status == 200


@pytest.mark.parametrize("protocol", ["h2c", "websocket"])
def test_another_protocol_is_not_gone_over_to(server: RunningServer, protocol: str) -> None:
    with Wire(server) as wire:
        asks = ("Connection: Upgrade, HTTP2-Settings", f"Upgrade: {protocol}", "HTTP2-Settings: AAMAAABkAAQAAP__")
        wire.send(wire.head("GET /v4/projects", *asks) + wire.head("GET /v4/projects"))
        assert [wire.receive().status for _ in range(2)] == [200, 200]
        body = json.dumps({"name": protocol}).encode()
        assert wire.ask("POST /v4/projects", *asks, body=body).json["name"] == protocol
        body = json.dumps({"name": f"{protocol} again"}).encode()
        data = wire.head("POST /v4/projects", *asks, "Transfer-Encoding: chunked")
        data += b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        for place in range(len(data)):
            wire.send(data[place : place + 1])
        assert wire.receive().status == 201
        assert wire.ask("GET /v4/projects").status == 200


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_many_may_ask_to_go_over_to_another_protocol_at_once(server: RunningServer, body: bytes) -> None:
    with Wire(server) as wire:
        count = 1500
        asks = ("Connection: Upgrade", "Upgrade: h2c", *([f"Content-Length: {len(body)}"] if body else []))
        method = "POST /v4/nothing" if body else "GET /v4/nothing"
        wire.send((wire.head(method, *asks) + body) * count + wire.head("GET /v4/projects"))
        assert {wire.receive().status for _ in range(count)} == {404}
        assert wire.receive().status == 200


def test_an_answer_that_ends_the_connection_is_followed_by_no_error(server: RunningServer) -> None:
    with Wire(server) as wire:
        wire.send(wire.head("BREW /v4/projects", "Connection: close") + b"no request\r\n\r\n")
        assert wire.receive().status == 405
        assert wire.file.read() == b""


def test_http_1_0_is_answered_and_closed(server: RunningServer) -> None:
    with Wire(server) as wire:
        wire.send(f"GET /v4/projects HTTP/1.0\r\nHost: localhost\r\nX-API-KEY: {wire.key}\r\n\r\n".encode())
        assert wire.receive().status == 200
        assert wire.file.read() == b""


def test_the_whole_address_may_stand_in_the_first_line(server: RunningServer) -> None:
    with Wire(server) as wire:
        assert wire.ask(f"GET http://{wire.host}/v4/projects?size=1").json["size"] == 1


def test_many_requests_at_once_are_no_large_head(server: RunningServer) -> None:
    with Wire(server) as wire:
        count = 400
        wire.send(wire.head("GET /v4/projects?size=1") * count + wire.head("GET /v4/projects?size=1")[:-2])
        assert {wire.receive().status for _ in range(count)} == {200}
        wire.send(b"\r\n")
        assert wire.receive().status == 200


def test_a_connection_may_be_idle_for_longer_than_a_head_may_take() -> None:
    settings = Settings(database="sqlite://", port=0, read_seconds=0.2)
    with serve_in_thread(settings=settings) as strict, Wire(strict) as wire:
        assert wire.ask("GET /v4/projects").status == 200
        time.sleep(0.4)
        assert wire.ask("GET /v4/projects").status == 200
