"""Answers that arrive whole and are not what was promised: never taken for it, and never lost."""

from __future__ import annotations

import asyncio
import json
import resource
import zlib
from typing import Any

import pytest

from humanloop import Humanloop
from humanloop.core.errors import ApiConnectionError, ApiException, ApiResponseError, NotFoundError
from tests.faults.cases import Fault, check_call, table
from tests.faults.client import CANARY, Caller, assert_copies, caught
from tests.faults.server import (
    AGAIN,
    GOOD,
    Server,
    answer,
    bomb,
    chunks,
    close,
    gzipped,
    head,
    json_answer,
    send,
    wait,
)

HTML = b"<html><body>Log in to the guest network</body></html>"
LOG = b'{"id": "log_1"}'
GZIP = {"Content-Encoding": "gzip"}


def wrong(name: str, script: Any, says: str = "", body: Any = ..., **more: Any) -> Fault:
    """A success that is not what was promised; the connection stays good."""
    more = {"status": 200, "reused": True, **more}
    return Fault(name, [script, *GOOD], ApiResponseError, says, body=body, **more)


WRONG = [
    wrong("html", answer(200, HTML, kind="text/html"), "not the promised document", HTML.decode()),
    wrong("html labelled json", answer(200, HTML), "not the promised document", HTML.decode()),
    wrong("html for a write", answer(200, HTML, kind="text/html"), method="POST"),
    wrong("html for nothing", answer(200, HTML, kind="text/html"), method="DELETE"),
    wrong("empty", answer(200), "not the promised document", None),
    wrong("204 where a document was promised", answer(204, length=None), body=None, status=204),
    wrong("a list", json_answer([1]), "an object"[:0], [1]),
    wrong("a text", json_answer("log"), body="log"),
    wrong("a number", json_answer(5), body=5),
    wrong("null", json_answer(None)),
    wrong("cut json", answer(200, LOG[:-1]), body=LOG[:-1].decode()),
    wrong("two documents", answer(200, LOG * 2), body=(LOG * 2).decode()),
    wrong("deep", answer(200, b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}")),
    wrong("a number of 10,000 digits", answer(200, b"9" * 10_000)),
    wrong("utf-16", answer(200, LOG.decode().encode("utf-16"), kind="application/json; charset=utf-16")),
    wrong("latin-1", answer(200, '{"id": "é"}'.encode("latin-1")), body='{"id": "\ufffd"}'),
    wrong("binary", answer(200, bytes(range(256)))),
    wrong("event stream for a plain call", answer(200, b"data: {}\n\n", kind="text/event-stream")),
    wrong("brotli", answer(200, LOG, {"Content-Encoding": "br"}), "coded as br"),
    wrong("deflate", answer(200, zlib.compress(LOG), {"Content-Encoding": "deflate"}), "coded as deflate"),
    wrong("zstd", answer(200, LOG, {"Content-Encoding": "zstd"}), "coded as zstd"),
    wrong("gzip twice", answer(200, gzipped(gzipped(LOG)), {"Content-Encoding": "gzip, gzip"}), "coded as"),
    wrong("gzip that is none", answer(200, LOG, GZIP), "compression of the answer is broken", json.loads(LOG)),
    wrong("gzip cut", answer(200, gzipped(LOG)[:-9], GZIP), "not complete"),
    wrong("gzip with a wrong checksum", answer(200, gzipped(LOG)[:-8] + b"\0" * 8, GZIP), "is broken"),
    wrong("gzip and garbage", answer(200, gzipped(LOG) + b"garbage", GZIP), "is broken"),
    wrong("gzip bomb", answer(200, bomb(80 << 20), GZIP), "larger than 67108864 bytes", within=6.0),
    wrong("bomb in chunks", chunks(bomb(80 << 20), headers=GZIP), "larger than 67108864 bytes", within=6.0),
]


@table(*WRONG)
async def test_success_that_is_none(fault: Fault, style: str) -> None:
    await check_call(fault, style)


def session(depth: int, leaf: str = '{"log": {"id": 5}, "children": []}') -> bytes:
    """A session whose logs stand below each other; the last one does not fit."""
    begins = '{"log": {"id": "l", "project": "p", "output": "o"}, "children": ['
    fields = '"id": "s", "projects": [], "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z"'
    return f'{{{fields}, "logs": [{begins * depth}{leaf}{"]}" * depth}]}}'.encode()


@pytest.mark.parametrize("validate", [False, True])
@pytest.mark.parametrize("depth", [320, 400, 480, 2000])
async def test_answers_that_are_too_deep_are_not_what_was_promised(depth: int, validate: bool, style: str) -> None:
    with Server([answer(200, session(depth, '{"log": {"id": "\\ud83d"}}')), AGAIN]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            try:
                outcome: Any = await caller.run("sessions.get", "s", validate=validate)
            except ApiResponseError as error:
                outcome = error
    if not isinstance(outcome, ApiResponseError):
        # Older releases of pydantic go further down.
        assert (outcome.id, depth < 2000, validate) == ("s", True, False)
        return
    assert outcome.status == 200
    assert validate or "nested too deep" in str(outcome)


@pytest.mark.parametrize("depth", [100, 200, 400, 490, 2000])
async def test_errors_keep_deep_bodies(depth: int, style: str) -> None:
    with Server([answer(404, session(depth)), AGAIN]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, _ = await caught(caller.call())
            assert type(error) is NotFoundError
            assert error.body
            assert error.problem is None


FINE = {
    "html label": answer(200, LOG, kind="text/html"),
    "no label": answer(200, LOG, kind=None),
    "latin-1 label": answer(200, LOG, kind="application/json; charset=latin-1"),
    "problem label": answer(200, LOG, kind="application/vnd.api+json"),
    "byte order mark": answer(200, b"\xef\xbb\xbf" + LOG),
    "blanks around": answer(200, b" \r\n" + LOG + b"\n "),
    "gzip": answer(200, gzipped(LOG), GZIP),
    "x-gzip": answer(200, gzipped(LOG), {"Content-Encoding": "X-GZIP"}),
    "identity": answer(200, LOG, {"Content-Encoding": "identity"}),
    "gzip in two members": answer(200, gzipped(LOG[:5]) + gzipped(LOG[5:]), GZIP),
    "gzip in chunks of a byte": chunks(*(bytes([byte]) for byte in gzipped(LOG)), headers=GZIP),
    "another success": json_answer({"id": "log_1"}, 201),
}


@pytest.mark.parametrize("name", FINE)
async def test_odd_and_right(name: str, style: str) -> None:
    with Server([FINE[name], *GOOD]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            assert (await caller.call()).id == "log_1"
            assert (await caller.call()).id == "log_1"
    assert server.connections == 1


ERRORS: dict[str, tuple[Any, Any]] = {
    "json": (json_answer({"detail": "gone"}, 404), {"detail": "gone"}),
    "json of a vendor": (answer(404, b'{"a": 1}', kind="application/problem+json"), {"a": 1}),
    "json without label": (answer(404, b'{"a": 1}', kind=None), {"a": 1}),
    "text": (answer(404, "gé".encode(), kind="text/plain"), "gé"),
    "bad utf-8": (answer(404, b"g\xff", kind="text/plain"), "g\ufffd"),
    "html": (answer(404, HTML, kind="text/html"), HTML.decode()),
    "empty": (answer(404), None),
    "cut json": (answer(404, b'{"a":'), '{"a":'),
    "huge number": (answer(404, b"9" * 5000), ...),
    "deep": (answer(404, b"[" * 5000), "[" * 5000),
    "gzip": (answer(404, gzipped(b'{"a": 1}'), GZIP), {"a": 1}),
    "bad gzip": (answer(404, b"plain", GZIP), "plain"),
    "unknown coding": (answer(404, b"plain", {"Content-Encoding": "br"}), "plain"),
    "odd detail": (json_answer({"detail": [{"msg": 5, "loc": 7}]}, 404), {"detail": [{"msg": 5, "loc": 7}]}),
    "detail with places": (
        json_answer({"detail": [{"msg": "required", "loc": ["body", 0, "name"]}]}, 404),
        {"detail": [{"msg": "required", "loc": ["body", 0, "name"]}]},
    ),
    "event stream": (answer(404, b"data: {}\n\n", kind="text/event-stream"), "data: {}\n\n"),
}


@pytest.mark.parametrize("name", ERRORS)
async def test_error_keeps_its_body(name: str, style: str) -> None:
    script, body = ERRORS[name]
    with Server([script, *GOOD]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, _ = await caught(caller.call())
            assert type(error) is NotFoundError, repr(error)
            assert body is ... or error.body == body
            assert_copies(error)
            assert (await caller.call()).id == "log_1"
    assert server.connections == 1


async def test_what_an_error_carries(style: str) -> None:
    script = [json_answer({"detail": {"message": "no such log"}}, 404, X_Request_ID="req_7", X_A="1"), AGAIN]
    with Server(script) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, _ = await caught(caller.call())
    assert isinstance(error, NotFoundError)
    assert error.headers["x-a"] == error.headers["X-A"] == "1"
    assert (error.status, error.reason, error.request_id, error.attempts) == (404, "Not Found", "req_7", 1)
    assert str(error) == "404 Not Found on GET /logs/log_1: no such log"


EVIL = head(200, {"Content-Length": "15"}) + b'{"id": "evil!"}'
SURPLUS = {
    "after 204": ("DELETE", [send(head(204)), send(b"hello"), wait(0.05)]),
    "answer after 204": ("DELETE", [send(head(204)), send(EVIL), wait(0.05)]),
    "after 204, one packet": ("DELETE", [send(head(204) + b"hello"), wait(0.05)]),
    "answer after 204, one packet": ("DELETE", [send(head(204) + EVIL), wait(0.05)]),
    "after an answer": ("GET", [json_answer({"id": "log_1"}), send(b"hello"), wait(0.05)]),
    "answer after an answer": ("GET", [json_answer({"id": "log_1"}), send(EVIL), wait(0.05)]),
    "after an answer, one packet": ("GET", [send(head(200, {"Content-Length": "15"}) + LOG + b"hello"), wait(0.05)]),
    "answer after an answer, one packet": (
        "GET",
        [send(head(200, {"Content-Length": "15"}) + LOG + EVIL), wait(0.05)],
    ),
    "answer after chunks, one packet": ("GET", [chunks(LOG, end=b"0\r\n\r\n" + EVIL), wait(0.05)]),
}


@pytest.mark.parametrize("name", SURPLUS)
async def test_bytes_after_an_answer_close_the_connection(name: str, style: str) -> None:
    """What nobody asked for is no answer to anything."""
    method, script = SURPLUS[name]
    with Server([script, *GOOD], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            try:
                answer = await caller.call(method)
                assert answer is None if method == "DELETE" else answer.id == "log_1"
            except ApiConnectionError:
                # aiohttp gives up a packet of which a part is no HTTP, so the good part is lost as well.
                assert style == "awaited"
            await asyncio.sleep(0.05)  # the surplus arrives
            assert (await caller.call()).id == "log_1"
        assert (len(server.requests), server.connections) == (2, 2)


async def test_limit_can_be_set(style: str) -> None:
    with Server([answer(200, b" " * 5000 + LOG), close()], GOOD) as server:
        async with Caller(style, server.url) as caller:
            caller.client.configuration.max_response_bytes = 1000
            error, _ = await caught(caller.call())
            assert isinstance(error, ApiResponseError)
            assert (await caller.call()).id == "log_1"


async def test_length_is_no_allocation(style: str) -> None:
    with Server([[answer(200, LOG, length=10**15), close()]], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            error, _ = await caught(caller.call())
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024
            assert type(error) is ApiConnectionError


async def test_raw_keeps_what_came(style: str) -> None:
    with Server([answer(200, HTML, kind="text/html"), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            response = await caller.run("logs.raw.get", "log_1")
            assert response.body == HTML.decode()
            assert response.headers["CONTENT-TYPE"] == "text/html"


def test_client_shows_no_key() -> None:
    client = Humanloop(CANARY, "http://localhost")
    assert CANARY not in repr(client) + repr(client.configuration) + repr(vars(client.configuration))


def test_hierarchy() -> None:
    assert issubclass(ApiResponseError, ApiException)
