"""Faults of the transfer: nothing comes, or not all of it, or not what HTTP is."""

from __future__ import annotations

import pytest

from humanloop.core.errors import ApiConnectionError, ApiTimeoutError, InternalServerError
from tests.faults.cases import Fault, check_call, table
from tests.faults.client import Caller, assert_copies, assert_no_secret, caught, exposure
from tests.faults.server import (
    AGAIN,
    ON_CONNECT,
    Server,
    Unaccepting,
    answer,
    chunk,
    chunks,
    close,
    drip,
    head,
    json_answer,
    refused,
    reset,
    send,
    stall,
    wait,
)

BODY = b'{"id": "log_1", "output": "' + b"x" * 500 + b'"}'
HALF = BODY[:200]
JSON = {"Content-Type": "application/json"}
OK = b"HTTP/1.1 200 OK\r\n"

CUT = [
    # The connection ends before the answer does.
    Fault("closed at once", [ON_CONNECT, close()], ApiConnectionError, requests=0),
    Fault("reset at once", [ON_CONNECT, reset()], ApiConnectionError, requests=0),
    Fault("closed without an answer", [close()], ApiConnectionError),
    Fault("reset without an answer", [reset()], ApiConnectionError),
    Fault("cut in the status line", [[send(b"HTTP/1."), close()]], ApiConnectionError),
    Fault("cut in the headers", [[send(OK + b"Content-Le"), close()]], ApiConnectionError),
    Fault("cut after a whole header", [[send(OK + b"Content-Length: 2\r\n"), close()]], ApiConnectionError),
    Fault("reset in the headers", [[send(OK + b"Content-Le"), wait(0.02), reset()]], ApiConnectionError),
    Fault("cut before the body", [[answer(200, b"", length=500), close()]], ApiConnectionError),
    Fault("cut in the body", [[answer(200, HALF, length=len(BODY)), close()]], ApiConnectionError),
    Fault("one byte missing", [[answer(200, BODY[:-1], length=len(BODY)), close()]], ApiConnectionError),
    Fault("reset in the body", [[answer(200, HALF, length=len(BODY)), wait(0.02), reset()]], ApiConnectionError),
    Fault("cut within a chunk", [[chunks(end=b"64\r\n" + HALF[:20]), close()]], ApiConnectionError),
    Fault("cut after a chunk", [[chunks(BODY, end=b""), close()]], ApiConnectionError),
    Fault("reset after a chunk", [[chunks(BODY, end=b""), wait(0.02), reset()]], ApiConnectionError),
    Fault("error answer cut", [[answer(500, HALF, length=900), close()]], ApiConnectionError),
    Fault("closed after 100", [[send(b"HTTP/1.1 100 Continue\r\n\r\n"), close()]], ApiConnectionError),
    Fault("post without an answer", [close()], ApiConnectionError, method="POST"),
    Fault("post reset", [reset()], ApiConnectionError, method="POST"),
    Fault("patch cut", [[answer(200, HALF, length=len(BODY)), close()]], ApiConnectionError, method="PATCH"),
    Fault("delete without an answer", [close()], ApiConnectionError, method="DELETE"),
]

SILENT = [
    # Nothing comes, or too slowly.
    Fault("stall", [stall()], ApiTimeoutError, "no answer from", timeout=0.2),
    Fault("stall, post", [stall()], ApiTimeoutError, timeout=0.2, method="POST"),
    Fault("stall, pair of limits", [stall()], ApiTimeoutError, timeout=(1, 0.15)),
    Fault("stall in the status line", [[send(b"HTTP/1.1 2"), stall()]], ApiTimeoutError, timeout=0.2),
    Fault("stall in the headers", [[send(OK + b"A: b\r\n"), stall()]], ApiTimeoutError, timeout=0.2),
    Fault("stall in the body", [[answer(200, HALF, length=900), stall()]], ApiTimeoutError, timeout=0.2),
    Fault(
        "stall in the body, pair of limits",
        [[answer(200, HALF, length=900), stall()]],
        ApiTimeoutError,
        timeout=(1, 0.15),
    ),
    Fault("stall in a chunk", [[chunks(BODY, end=b"9\r\nx"), stall()]], ApiTimeoutError, timeout=0.2),
    Fault("stall before the last chunk", [[chunks(BODY, end=b""), stall()]], ApiTimeoutError, timeout=0.2),
    Fault("stall in an error", [[answer(500, b"{", length=9), stall()]], ApiTimeoutError, timeout=0.2),
    Fault("drip of the headers", [drip(head(200, JSON) + BODY, 0.02)], ApiTimeoutError, timeout=0.2),
    Fault(
        "drip of the headers, pair of limits",
        [drip(head(200, {**JSON, "X": "y" * 900}) + BODY, 0.02)],
        ApiTimeoutError,
        timeout=(0.2, 0.2),
    ),
    Fault(
        "drip of the body",
        [[answer(200, b"", length=len(BODY)), drip(BODY, 0.02)]],
        ApiTimeoutError,
        timeout=0.2,
    ),
    Fault(
        "drip of chunks",
        [[send(head(200, {**JSON, "Transfer-Encoding": "chunked"})), *[chunk(b" "), wait(0.02)] * 100]],
        ApiTimeoutError,
        timeout=0.2,
    ),
    Fault(
        "100 Continue for ever",
        [drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 500, 0.002, 25)],
        ApiTimeoutError,
        timeout=0.2,
    ),
]

GARBAGE = [
    # What comes is not HTTP, or contradicts itself.
    Fault("no http", [[send(b"220 smtp ready\r\n\r\n"), close()]], ApiConnectionError),
    Fault("binary", [[send(bytes(range(256)) * 4), close()]], ApiConnectionError),
    Fault("tls alert", [[send(b"\x15\x03\x01\x00\x02\x02\x50"), close()]], ApiConnectionError),
    Fault("blank lines", [[send(b"\r\n\r\n\r\n"), close()]], ApiConnectionError),
    Fault("old protocol", [[send(b"HTTP/0.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"), close()]], ApiConnectionError),
    Fault("new protocol", [[send(b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"), close()]], ApiConnectionError),
    Fault("status no number", [[send(b"HTTP/1.1 abc OK\r\n\r\n"), close()]], ApiConnectionError),
    Fault("status of four digits", [[send(b"HTTP/1.1 2000 OK\r\n\r\n"), close()]], ApiConnectionError),
    Fault("status missing", [[send(b"HTTP/1.1\r\n\r\n"), close()]], ApiConnectionError),
    Fault("header without colon", [[send(OK + b"nonsense\r\n\r\n{}"), close()]], ApiConnectionError),
    Fault("header with blank name", [[send(OK + b"a b: c\r\n\r\n{}"), close()]], ApiConnectionError),
    Fault("NUL in a header", [answer(200, b"{}", {"X": "a\0b"})], ApiConnectionError),
    Fault("NUL in a header of two lines", [answer(200, b"{}", {"X": "a\r\n b\0"})], ApiConnectionError),
    Fault("NUL in the status line", [answer("HTTP/1.1 200 O\0K", b"{}")], ApiConnectionError),
    Fault("carriage return in a header", [answer(200, b"{}", {"X": "a\rb"})], ApiConnectionError),
    Fault("carriage return at the end of a header", [answer(200, b"{}", {"X": "a\r"})], ApiConnectionError),
    Fault("carriage return in the status line", [answer("HTTP/1.1 200 O\rK", b"{}")], ApiConnectionError),
    Fault("two lengths", [answer(200, b"{}", [("Content-Length", "9")])], ApiConnectionError),
    Fault("the same length twice", [answer(200, b"{}", [("Content-Length", "2")])], ApiConnectionError),
    Fault("two lengths in one", [answer(200, b"{}", length="2, 3")], ApiConnectionError),
    Fault("length no number", [answer(200, b"{}", length="two")], ApiConnectionError),
    Fault("length negative", [answer(200, b"{}", length="-2")], ApiConnectionError),
    Fault("length with sign", [answer(200, b"{}", length="+2")], ApiConnectionError),
    Fault("length huge", [[answer(200, b"{}", length="9" * 30), close()]], ApiConnectionError),
    Fault(
        "length and chunks",
        [answer(200, b"2\r\n{}\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"}, length=2)],
        ApiConnectionError,
    ),
    Fault(
        "unknown transfer coding",
        [[send(head(200, {"Transfer-Encoding": "gzip, chunked"}) + b"2\r\n{}\r\n0\r\n\r\n"), close()]],
        ApiConnectionError,
    ),
    Fault("chunk size no number", [[chunks(end=b"zz\r\n{}\r\n"), close()]], ApiConnectionError),
    Fault("chunk size negative", [[chunks(end=b"-5\r\n{}\r\n"), close()]], ApiConnectionError),
    Fault("chunk size huge", [[chunks(end=b"f" * 30 + b"\r\n{}\r\n"), close()]], ApiConnectionError),
    Fault("chunk longer than its size", [[chunks(end=b"1\r\n{}\r\n0\r\n\r\n"), close()]], ApiConnectionError),
    Fault("one header of 200 KiB", [[answer(200, b"{}", {"X": "y" * 200_000}), close()]], ApiConnectionError),
    Fault(
        "headers of 150 KiB together",
        [[answer(200, b"{}", [(f"X-{i}", "y" * 5000) for i in range(30)]), close()]],
        ApiConnectionError,
    ),
    Fault("250 headers", [[answer(200, b"{}", [(f"X-{i}", "y") for i in range(250)]), close()]], ApiConnectionError),
    Fault(
        "headers without end",
        [[send(OK), *[send(b"X: " + b"y" * 8000 + b"\r\n")] * 200, close()]],
        ApiConnectionError,
    ),
]


@table(*CUT)
async def test_cut(fault: Fault, style: str) -> None:
    await check_call(fault, style)


@table(*SILENT)
async def test_silence(fault: Fault, style: str) -> None:
    await check_call(fault, style)


@table(*GARBAGE)
async def test_garbage(fault: Fault, style: str) -> None:
    await check_call(fault, style)


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
async def test_refused(method: str, style: str) -> None:
    async with Caller(style, refused(), max_retries=1) as caller:
        error, _ = await caught(caller.call(method))
    assert type(error) is ApiConnectionError
    assert "Connection refused" in str(error)
    assert "is its server running" in str(error)
    assert (error.status, error.sent, error.attempts) == (0, False, 2)
    assert_no_secret(exposure(error))
    assert_copies(error)


async def test_unknown_name(style: str) -> None:
    async with Caller(style, "http://nobody.invalid", max_retries=0) as caller:
        error, _ = await caught(caller.call("POST"))
    assert type(error) is ApiConnectionError
    assert error.sent is False
    assert_no_secret(exposure(error))


@pytest.mark.parametrize("limit", [0.3, (0.3, 5)])
async def test_no_connection_in_time(limit: float, style: str) -> None:
    with Unaccepting() as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, seconds = await caught(caller.call("POST", timeout=limit))
    assert type(error) is ApiTimeoutError
    assert isinstance(error, TimeoutError)
    assert error.sent is False
    assert 0.25 < seconds < 2


# What looks odd and is right.

FINE = {
    "100 before the answer": [[send(b"HTTP/1.1 100 Continue\r\n\r\n"), json_answer({"id": "log_1"})]],
    "102 and 103 before the answer": [
        [
            send(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
            json_answer({"id": "log_1"}),
        ]
    ],
    "100 in a packet of its own": [[send(b"HTTP/1.1 100 Continue\r\n\r\n"), wait(0.02), json_answer({"id": "log_1"})]],
    "no reason phrase": [answer("HTTP/1.1 200 ", b'{"id": "log_1"}')],
    "lines that end in LF": [send(b'HTTP/1.1 200 OK\nContent-Length: 15\n\n{"id": "log_1"}')],
    "HTTP/1.0, closed": [[send(b'HTTP/1.0 200 OK\r\n\r\n{"id": "log_1"}'), close()]],
    "no length, closed": [[answer(200, b'{"id": "log_1"}', length=None), close()]],
    "byte by byte": [drip(head(200, {"Content-Length": "15"}) + b'{"id": "log_1"}', 0.0005)],
    "chunk extensions and trailers": [
        chunks(end=b'f;a=b\r\n{"id": "log_1"}\r\n0\r\nX-After: 1\r\n\r\n'),
    ],
    "many small chunks": [chunks(*(bytes([byte]) for byte in b'{"id": "log_1"}'))],
    "header in odd case": [answer(200, b'{"id": "log_1"}', {"CONTENT-TYPE": "application/json"}, kind=None)],
    "150 headers": [answer(200, b'{"id": "log_1"}', [(f"X-{i}", "y") for i in range(150)])],
    "headers of 80 KiB": [answer(200, b'{"id": "log_1"}', [(f"X-{i}", "y" * 8000) for i in range(10)])],
}


@pytest.mark.parametrize("name", FINE)
async def test_odd_and_right(name: str, style: str) -> None:
    with Server([*FINE[name], json_answer({"id": "log_2"})], [json_answer({"id": "log_2"}), AGAIN]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            assert (await caller.call()).id == "log_1"
            assert (await caller.call()).id == "log_2"
    assert len(server.requests) == 2


async def test_large_upload_is_answered_early(style: str) -> None:
    """A server may refuse a large body before it has read it."""

    with Server(
        [[send(head(413, {"Content-Length": "2", "Connection": "close"}) + b"{}"), wait(0.05), close()]]
    ) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            error, _ = await caught(caller.run("log", project="demo", output="x" * 100))
    assert error.status == 413  # type: ignore[attr-defined]


async def test_status_of_no_class(style: str) -> None:
    with Server([json_answer({}, 599), json_answer({}, 499)]) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            first, _ = await caught(caller.call())
            second, _ = await caught(caller.call())
    assert (type(first), first.status) == (InternalServerError, 599)  # type: ignore[attr-defined]
    assert second.status == 499  # type: ignore[attr-defined]
