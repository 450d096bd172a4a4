"""Streams: every word as it comes, and never silently short."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import Any

import pytest

from humanloop.core.errors import ApiStreamingException, ApiStreamingTimeoutError
from tests.faults.cases import Fault, check_stream, table
from tests.faults.client import CONFIG, MESSAGES, Caller, assert_no_secret, caught, exposure
from tests.faults.server import (
    AGAIN,
    EVENT_HEADERS,
    GOOD,
    LAST_CHUNK,
    STREAM_HEAD,
    Server,
    answer,
    call,
    chunk,
    chunks,
    close,
    drip,
    event,
    events,
    gzipped,
    head,
    json_answer,
    refused,
    reset,
    send,
    stall,
    wait,
)

ONE, TWO = event("one"), event("two")
LINES = ONE + TWO
DATA = ONE.strip()[6:]


def whole(body: bytes, **more: Any) -> Any:
    """A stream whose end its length tells."""
    return answer(200, body, **{"kind": "text/event-stream", **more})


RIGHT: dict[str, Any] = {
    "an event a packet": events(ONE, TWO),
    "all in one packet": events(LINES),
    "a byte a chunk": events(*(bytes([byte]) for byte in LINES)),
    "split within characters": events(event("é☃"[:1])[:-3], event("é☃"[:1])[-3:], TWO),
    "CR LF": events(LINES.replace(b"\n", b"\r\n")),
    "CR": events(LINES.replace(b"\n", b"\r")),
    "CR LF, cut between": events(*LINES.replace(b"\n", b"\r\n").splitlines(keepends=True)),
    "CR LF, cut after CR": events(*(part + b"\r" for part in LINES.split(b"\n")[:-1]), b"\n"),
    "empty data": events(ONE, b"data:\n\n", b"data: \n\n", TWO),
    "blanks around the end": events(LINES, b"data:  [DONE] \n\n"),
    "no blank after the colon": events(LINES.replace(b"data: ", b"data:")),
    "comments": events(b": hello\n\n" + ONE + b":\n" + TWO + b": bye\n"),
    "other fields": events(b"id: 7\nretry: 100\nevent: message\n" + ONE + b"what: ever\nnothing\n" + TWO),
    "several lines": events(b"data: {\ndata:" + DATA[1:-1] + b"\ndata: }\n\n" + TWO),
    "byte order mark": events(b"\xef\xbb\xbf" + ONE, TWO),
    "done": events(ONE, TWO, b"data: [DONE]\n\n"),
    "done, then cut": events(ONE, TWO, b"data: [DONE]\n\n", last=close()),
    "done, then silence": events(ONE, TWO, b"data: [DONE]\n\n", last=stall()),
    "no blank line at the end": events(ONE, TWO.rstrip()),
    "with a length": whole(LINES),
    "closed at the end": [whole(LINES, length=None), close()],
    "http 1.0": [send(head("HTTP/1.0 200 OK", EVENT_HEADERS) + LINES), close()],
    "gzip": chunks(gzipped(LINES), headers={"Content-Encoding": "gzip"}, kind="text/event-stream"),
    "gzip in bytes": chunks(
        *(bytes([byte]) for byte in gzipped(LINES)), headers={"Content-Encoding": "gzip"}, kind="text/event-stream"
    ),
    "label in capitals": whole(LINES, kind="Text/Event-Stream; Charset=UTF-8"),
    "error is null": events(event("one", error=None), TWO),
    "drip": [
        send(STREAM_HEAD),
        *[action for byte in LINES for action in (chunk(bytes([byte])), wait(0.001))],
        LAST_CHUNK,
    ],
}


@pytest.mark.parametrize("name", RIGHT)
async def test_right(name: str, style: str) -> None:
    expected = ["é" if "characters" in name else "one", "two"]
    with Server([RIGHT[name], *GOOD], GOOD) as server:
        async with Caller(style, server.url, max_retries=0) as caller:
            assert await caller.words(timeout=2) == expected
            assert (await caller.call()).id == "log_1"
    assert len(server.requests) == 2
    assert server.requests[0].json["stream"] is True
    assert server.requests[0].headers["accept"].startswith("text/event-stream")


def broken(name: str, script: Any, says: str = "", *words: str, **more: Any) -> tuple[Fault, list[str]]:
    more = {"status": 200, "within": 3.0, **more}
    kind = ApiStreamingTimeoutError if says.startswith("no answer") else ApiStreamingException
    fault = Fault(name, [[script] if callable(script) else script], kind, says, **more)
    return fault, list(words)


ERROR = b'data: {"error": {"type": "overloaded", "message": "try later"}, "data": []}\n\n'
BIG = [send(STREAM_HEAD), chunk(ONE), *[chunk(b"x" * 1_000_000)] * 17, LAST_CHUNK]

BROKEN = [
    broken("cut before the first event", events(last=close())),
    broken("cut within an event", events(ONE, TWO[:20], last=close()), "", "one"),
    broken("cut after an event", events(ONE, last=close()), "", "one"),
    broken("reset after an event", events(ONE, last=reset()), "", "one"),
    broken("cut by length", [whole(ONE, length=500), close()], "", "one"),
    broken("silence at first", events(last=stall()), "no answer from", timeout=0.4),
    broken("silence later", events(ONE, last=stall()), "no answer from", "one", timeout=0.8),
    broken("silence, pair of limits", events(ONE, last=stall()), "no answer from", "one", timeout=(1, 0.8)),
    broken("silence within an event", events(ONE, TWO[:9], last=stall()), "no answer", "one", timeout=0.8),
    broken("bad chunk", events(ONE, last=send(b"zz\r\n")), "", "one", timeout=1),
    broken("error event", events(ONE, ERROR), "error of the server", "one"),
    broken("error event at once", events(ERROR), "error of the server"),
    broken("error event with pieces", events(event("one", error="no")), "error of the server"),
    broken("error without pieces", events(ONE, b'data: {"detail": "no"}\n\n'), "error of the server", "one"),
    broken("not json", events(ONE, b"data: hello\n\n"), "not JSON", "one"),
    broken("nan", events(b"data: NaN\n\n"), "not an object"),
    broken("half json at the end", events(ONE, TWO[:30]), "not JSON", "one"),
    broken("a list", events(b"data: []\n\n"), "not an object"),
    broken("pieces no objects", events(b'data: {"data": [1]}\n\n'), "does not hold answers"),
    broken("not utf-8", events(ONE, b"data: \xff\n\n"), "not UTF-8", "one"),
    broken("too long an event", BIG, "longer than", "one", within=5.0),
    broken("bad gzip", chunks(b"plain", headers={"Content-Encoding": "gzip"}, kind="text/event-stream")),
    broken(
        "cut gzip",
        chunks(gzipped(LINES)[:-4], headers={"Content-Encoding": "gzip"}, kind="text/event-stream"),
        "",
        "one",
        "two",
    ),
]


@pytest.mark.parametrize(("fault", "words"), [pytest.param(*row, id=row[0].name.replace(" ", "-")) for row in BROKEN])
async def test_broken(fault: Fault, words: list[str], style: str) -> None:
    if fault.name == "bad chunk" and style == "awaited":
        # aiohttp waits for more of it.
        fault = replace(fault, raises=ApiStreamingTimeoutError)
    await check_stream(fault, style, words)


NOT_STARTED = [
    Fault(
        "html",
        [answer(200, b"<html>", kind="text/html"), *GOOD],
        ApiStreamingException,
        "text/html",
        200,
        body="<html>",
    ),
    Fault("json", [json_answer({"a": 1}), *GOOD], ApiStreamingException, "application/json", 200, body={"a": 1}),
    Fault("no label", [answer(200, ONE, kind=None), *GOOD], ApiStreamingException, "of no stated type", 200),
    Fault("empty", [answer(204, length=None, kind=None), *GOOD], ApiStreamingException, "no stated type", 204),
    Fault(
        "401", [json_answer({"detail": "who"}, 401), *GOOD], ApiStreamingException, "who", 401, body={"detail": "who"}
    ),
    Fault("422 as text", [answer(422, b"no", kind="text/plain"), *GOOD], ApiStreamingException, "no", 422, body="no"),
    Fault("500", [json_answer({}, 500), *GOOD], ApiStreamingException, "", 500),
    Fault("302", [answer(302, b"", {"Location": "/x"}), *GOOD], ApiStreamingException, "", 302),
    Fault("error as stream", [answer(503, ERROR, kind="text/event-stream"), *GOOD], ApiStreamingException, "", 503),
    Fault(
        "unknown coding",
        [answer(200, ONE, {"Content-Encoding": "br"}, kind="text/event-stream"), *GOOD],
        ApiStreamingException,
        "coded as br",
        200,
    ),
    Fault("large page", [answer(200, b" " * 2_000_000, kind="text/html"), *GOOD], ApiStreamingException, "", 200),
]


@table(*NOT_STARTED)
async def test_not_started(fault: Fault, style: str) -> None:
    await check_stream(replace(fault, reused=True), style, [])


NO_ANSWER = [
    Fault("closed", [close()], ApiStreamingException, "broke the connection off"),
    Fault("reset", [reset()], ApiStreamingException, "broke the connection off"),
    Fault("stall", [stall()], ApiStreamingTimeoutError, "no answer from", timeout=0.25),
    Fault("drip of headers", [drip(STREAM_HEAD, 0.02)], ApiStreamingTimeoutError, "no answer from", timeout=0.25),
    Fault("garbage", [[send(b"220 smtp\r\n\r\n"), close()]], ApiStreamingException),
]


@table(*NO_ANSWER)
async def test_no_answer(fault: Fault, style: str) -> None:
    await check_stream(fault, style, [])


async def test_refused(style: str) -> None:
    async with Caller(style, refused(), max_retries=1) as caller:
        error, _ = await caught(caller.words())
    assert type(error) is ApiStreamingException
    assert (error.status, error.attempts) == (0, 2)
    assert_no_secret(exposure(error))


async def test_what_a_broken_stream_carries(style: str) -> None:
    script = [send(head(200, {**EVENT_HEADERS, "X-Request-Id": "req_7", "Content-Length": str(len(ERROR))}) + ERROR)]
    with Server([script]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.words())
    assert isinstance(error, ApiStreamingException)
    assert error.status == 200
    assert error.headers["x-request-id"] == error.request_id == "req_7"
    assert error.body == json.loads(ERROR[6:])
    assert "try later" in str(error)


async def test_stream_starts_after_a_retry(style: str) -> None:
    with Server([json_answer({}, 429), events(ONE), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            assert await caller.words() == ["one"]
    assert len(server.requests) == 2


async def test_stream_is_never_repeated_after_it_began(style: str) -> None:
    with Server([events(ONE, last=close())]) as server:
        async with Caller(style, server.url, idempotent_writes=True, max_retries=3) as caller:
            await caught(caller.words())
    assert len(server.requests) == 1


async def test_longer_than_the_limit_with_short_silences(style: str) -> None:
    """The limit is for the head and for each silence, not for the whole."""
    script = [send(STREAM_HEAD), *[action for _ in range(10) for action in (chunk(ONE), wait(0.1))], LAST_CHUNK]
    with Server([script]) as server:
        async with Caller(style, server.url) as caller:
            started = time.monotonic()
            assert len(await caller.words(timeout=0.7)) == 10
    assert time.monotonic() - started > 0.9


async def test_slow_reader_is_not_a_silent_server(style: str) -> None:
    with Server([events(ONE, TWO)]) as server:
        async with Caller(style, server.url) as caller:
            stream = await caller.open(timeout=0.2)
            found = []
            if caller.is_async:
                async for token in stream:
                    found.append(token["output"])
                    await asyncio.sleep(0.3)
            else:
                for token in stream:
                    found.append(token["output"])
                    time.sleep(0.3)  # noqa: ASYNC251 - the synchronous reader is slow
    assert found == ["one", "two"]


async def test_events_come_as_they_arrive(style: str) -> None:
    """The second event is sent only when the first has been read."""
    read = threading.Event()
    script = [send(STREAM_HEAD), chunk(ONE), call(lambda: read.wait(30)), chunk(TWO), LAST_CHUNK]
    with Server([script]) as server:
        async with Caller(style, server.url) as caller:
            stream = await caller.open(timeout=3)
            tokens = aiter(stream) if caller.is_async else iter(stream)
            first = await anext(tokens) if caller.is_async else next(tokens)
            read.set()
            second = await anext(tokens) if caller.is_async else next(tokens)
    assert [first["output"], second["output"]] == ["one", "two"]


async def test_connection_is_kept_after_a_whole_stream(style: str) -> None:
    with Server([events(ONE), events(TWO), *GOOD]) as server:
        async with Caller(style, server.url) as caller:
            assert await caller.words() == ["one"]
            assert await caller.words() == ["two"]
            assert (await caller.call()).id == "log_1"
    assert server.connections == 1


async def drained(server: Server) -> None:
    """Wait until the client has closed all connections that the server knows."""
    for _ in range(200):
        gc.collect()
        await asyncio.sleep(0.01)
        if server.open == 0:
            return
    raise AssertionError(f"{server.open} connections are still open")


ENDLESS = [send(STREAM_HEAD), chunk(ONE), stall()]


async def leave(caller: Caller, how: str) -> None:
    """Open a stream and leave it in one of these ways."""
    stream = await caller.open()
    closed = how in ("closed unread", "closed twice")
    if how not in ("never read", "closed unread"):
        await (read_some_async if caller.is_async else read_some)(stream, how)
    for _ in range(closed + (how == "closed twice")):
        if caller.is_async:
            await stream.aclose()
        else:
            stream.close()


async def read_some_async(stream: Any, how: str) -> None:
    async with stream if how == "with" else nullcontext():
        async for _ in stream.content:
            if how == "error":
                raise KeyError(how)
            break


async def read_some(stream: Any, how: str) -> None:
    with stream if how == "with" else nullcontext():
        for _ in stream.content:
            if how == "error":
                raise KeyError(how)
            break


@pytest.mark.parametrize("how", ["never read", "closed unread", "with", "closed twice", "break", "error"])
async def test_abandoned(how: str, style: str) -> None:
    with Server([ENDLESS]) as server:
        async with Caller(style, server.url) as caller:
            with suppress(KeyError):
                await leave(caller, how)
            await drained(server)
            server.scripts = (GOOD,)
            assert (await caller.call()).id == "log_1"
    assert server.connections == 2


async def test_stream_outlives_nothing(style: str) -> None:
    """Reading on after closing ends at once."""
    with Server([ENDLESS]) as server:
        async with Caller(style, server.url) as caller:
            stream = await caller.open()
            if caller.is_async:
                await stream.aclose()
                assert [token async for token in stream] == []
            else:
                stream.close()
                assert list(stream) == []


async def test_cancelled_stream() -> None:
    with Server([ENDLESS]) as server:
        async with Caller("awaited", server.url) as caller:
            task = asyncio.create_task(caller.words())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught_error:
                await task
            assert_no_secret(exposure(caught_error.value))
            del caught_error, task
            await drained(server)


async def test_plain_method_names_its_streaming_twin(style: str) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.run("chat", messages=MESSAGES, model_config=CONFIG, stream=True))
    assert isinstance(error, TypeError)
    assert server.connections == 0


def test_a_stream_that_takes_too_long_is_a_timeout_error() -> None:
    assert issubclass(ApiStreamingTimeoutError, TimeoutError)
    assert not issubclass(ApiStreamingException, TimeoutError)
