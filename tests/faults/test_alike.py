"""All wires judge one answer alike, write one address alike, and let a stream be closed from another thread at once."""

from __future__ import annotations

import asyncio
import socketserver
import threading
import time
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import requests

from humanloop import ApiConnectionError, ApiResponseError, Humanloop
from tests.faults.server import GOOD, Server, answer, event, events, gzipped, send, stall, wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIRES = ("plain", "awaited", "session")
LOG = b'{"id": "log_1"}'


@contextmanager
def calling(wire: str, url: str) -> Iterator[Callable[[], Any]]:
    """What makes one call over a wire."""
    http = requests.Session() if wire == "session" else None
    client = Humanloop("key", url, max_retries=0, http=http)

    async def awaited() -> Any:
        async with client:
            return await client.logs.aget("log_1")

    try:
        yield (lambda: asyncio.run(awaited())) if wire == "awaited" else (lambda: client.logs.get("log_1"))
    finally:
        client.close()
        if http is not None:
            http.close()


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("body", "coding", "problem"),
    [
        (gzipped(LOG), "gzip", None),
        (gzipped(LOG) + b"\0" * 600, "gzip", None),
        (gzipped(LOG[:5]) + b"\0\0" + gzipped(LOG[5:]), "gzip", None),
        (gzipped(b"") * 9_999 + gzipped(LOG), "gzip", None),
        (gzipped(b"") * 10_000 + gzipped(LOG), "gzip", "more than 10000 parts"),
        (gzipped(LOG) + b"more", "gzip", "compression"),
        (gzipped(LOG)[:-4], "gzip", "not complete"),
        (LOG, "gzip", "compression"),
        (LOG, "br", "coded as br, which was not asked for"),
        (zlib.compress(LOG), "deflate", "coded as deflate"),
        (LOG, "identity", None),
        (LOG, "", None),
    ],
)
def test_what_is_compressed(wire: str, body: bytes, coding: str, problem: str | None) -> None:
    script = [answer(200, body, {"Content-Encoding": coding, "Content-Type": "application/json"})]
    with Server(script) as server, calling(wire, server.url) as call:
        if problem is None:
            assert call().id == "log_1"
        else:
            with pytest.raises(ApiResponseError, match=problem):
                call()


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/logs/café", "/logs/caf%C3%A9"),
        ("/logs/a b", "/logs/a%20b"),
        ("/logs/%C3%A9?a=é", "/logs/%C3%A9?a=%C3%A9"),
    ],
)
def test_a_redirect_is_followed_encoded(wire: str, location: str, target: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    with Server([send(head), *GOOD]) as server, calling(wire, server.url) as call:
        assert call().id == "log_1"
    assert server.requests[1].target == target


@pytest.mark.parametrize("wire", WIRES)
def test_a_path_that_is_not_ascii(wire: str) -> None:
    with Server() as server, calling(wire, f"{server.url}/ü") as call:
        assert call().id == "log_1"
    assert server.requests[0].target == "/%C3%BC/logs/log_1"


@pytest.mark.parametrize("wire", ["plain", "session"])
def test_a_stream_is_closed_from_another_thread_at_once(wire: str) -> None:
    http = requests.Session() if wire == "session" else None
    with Server([events(event("one"), last=stall())]) as server, Humanloop("key", server.url, http=http) as client:
        stream = client.chats.stream(messages=[{"role": "user", "content": "x"}], model_config={"model": "m"})
        words: list[str] = []
        first = threading.Event()

        def read() -> None:
            for token in stream:
                words.append(token["output"])
                first.set()

        reader = threading.Thread(target=read)
        reader.start()
        assert first.wait(30)
        started = time.monotonic()
        stream.close()
        reader.join(2)
        assert not reader.is_alive()
        assert time.monotonic() - started < 1
        assert words == ["one"]
        stream.close()
    if http is not None:
        http.close()


async def test_a_stream_is_closed_by_another_task_at_once() -> None:
    with Server([events(event("one"), last=stall())]) as server:
        async with Humanloop("key", server.url) as client:
            stream = await client.chat_stream([{"role": "user", "content": "x"}], {"model": "m"})
            words: list[str] = []
            first = asyncio.Event()

            async def read() -> None:
                async for token in stream:
                    words.append(token["output"])
                    first.set()

            reader = asyncio.create_task(read())
            await first.wait()
            await stream.aclose()
            await asyncio.wait_for(reader, 2)
            assert words == ["one"]
            await stream.aclose()


@pytest.mark.parametrize("status", [101, 102, 103])
@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_an_answer_behind_an_interim_one_is_not_taken_for_that_to_the_next_call(status: int, pause: float) -> None:
    """Requests takes the interim one for the answer; a hook that reads it gives the connection back."""
    session = requests.Session()
    read: list[Any] = []
    session.hooks["response"].append(lambda response, **_: read.append(response.content))
    script = [[send(f"HTTP/1.1 {status} Soon\r\n\r\n".encode()), wait(pause), answer(404, b"{}")], *GOOD]
    with Server(script, GOOD) as server, Humanloop("key", server.url, max_retries=0, http=session) as client:
        with pytest.raises(ApiConnectionError, match=rf"requests cannot pass over an interim answer \({status}\)"):
            client.logs.get("log_1")
        assert client.logs.get("log_1").id == "log_1"
    assert server.connections == 2
    assert read == [LOG]
    session.close()


def test_a_session_that_is_lent_comes_back_as_it_was() -> None:
    session = requests.Session()
    session.cookies.set("own", "1")
    cookie = {"Set-Cookie": "theirs=2; Path=/", "Content-Type": "application/json"}
    with Server([answer(200, LOG, cookie), answer(200, LOG, cookie)]) as server:
        before = {name: value for name, value in vars(session).items() if name != "cookies"}
        with Humanloop("key", server.url, http=session) as client:
            client.logs.get("log_1")
            client.logs.get("log_1")
        assert session.cookies.get_dict() == {"own": "1"}
        assert {name: value for name, value in vars(session).items() if name != "cookies"} == before
    assert [request.headers["cookie"] for request in server.requests] == ["own=1", "own=1"]
    session.close()


class Plain(socketserver.BaseRequestHandler):
    """Answers whatever comes as a server without TLS does."""

    def handle(self) -> None:
        self.request.recv(1000)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize("wire", WIRES)
def test_tls_to_a_port_without_it_says_so(wire: str) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"https://127.0.0.1:{server.server_address[1]}"
        with calling(wire, url) as call, pytest.raises(ApiConnectionError, match=r"does not speak TLS; .* http://"):
            call()
        server.shutdown()
