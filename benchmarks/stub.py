"""The stub server: a process of its own that answers with prebuilt bytes and keeps connections open.

Routes are told apart by a look at the request line. The first segment of the path is how many events a stream has, so
one server serves streams of any length.
"""

from __future__ import annotations

import asyncio
import sys
from functools import cache

from pydantic_core import to_json

from benchmarks import documents

_HEAD = (
    b"HTTP/1.1 200 OK\r\nDate: Tue, 05 Mar 2024 10:20:30 GMT\r\nServer: stub\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
_STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nDate: Tue, 05 Mar 2024 10:20:30 GMT\r\nServer: stub\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
)
_BLOCK = 100
"""Events that are written at once."""


def _answer(document: object) -> bytes:
    body = to_json(document)
    return _HEAD % len(body) + body


LOG = _answer(documents.log())
CREATED = _answer(documents.created())
CHAT = _answer(documents.chat())


@cache
def page(size: int) -> bytes:
    """The answer of `GET /logs`."""
    return _answer(documents.page(size))


@cache
def block(first: int, end: int) -> bytes:
    """Events of a stream, each in a chunk of its own."""
    events = [b"data: " + to_json(documents.event(number)) + b"\n\n" for number in range(first, end)]
    return b"".join(b"%x\r\n%b\r\n" % (len(event), event) for event in events)


class Stub(asyncio.Protocol):
    """One connection."""

    accepted = 0

    def __init__(self) -> None:
        self.received = bytearray()
        self.wanted = 0
        self.writable = asyncio.Event()
        self.streams: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.writable.set()
        Stub.accepted += 1

    def data_received(self, data: bytes) -> None:
        self.received += data
        if len(self.received) < self.wanted:
            return
        end = self.received.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = bytes(self.received[:end])
        _, found, length = head.lower().partition(b"content-length:")
        self.wanted = end + (int(length.split(b"\r\n", 1)[0]) if found else 0)
        if len(self.received) >= self.wanted:
            body = bytes(self.received[end : self.wanted])
            del self.received[: self.wanted]
            self.wanted = 0
            self.respond(head.split(b" ", 2)[:2], body)

    def respond(self, line: list[bytes], body: bytes) -> None:
        method, target = line
        _, events, path = target.split(b"/", 2)
        if path == b"chat":
            if b'"stream":true' in body or b'"stream": true' in body:
                task = asyncio.get_running_loop().create_task(self.stream(int(events)))
                self.streams.add(task)
                task.add_done_callback(self.streams.discard)
            else:
                self.transport.write(CHAT)
        elif path.startswith(b"logs?"):
            self.transport.write(page(int(target.partition(b"size=")[2].split(b"&", 1)[0])))
        elif path.startswith(b"logs"):
            self.transport.write(LOG if method == b"GET" else CREATED)
        else:
            self.transport.write(_answer(Stub.accepted))

    async def stream(self, events: int) -> None:
        self.transport.write(_STREAM_HEAD)
        for first in range(0, events, _BLOCK):
            await self.writable.wait()
            self.transport.write(block(first, min(first + _BLOCK, events)))
            await asyncio.sleep(0)
        self.transport.write(b"0\r\n\r\n")

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        for task in self.streams:
            task.cancel()


async def main() -> None:
    """Serve until the standard input is closed; the first line of output is the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Stub, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
