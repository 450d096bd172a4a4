"""In how many pieces an answer is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.http.protocol import Protocol
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with serve_in_thread(provider_fallback="mock") as started:
        yield started


class _Noting:
    """A transport that notes what is written to it."""

    def __init__(self, transport: Any, pieces: list[bytes]) -> None:
        self._transport = transport
        self._pieces = pieces

    def write(self, data: bytes) -> None:
        if data:
            self._pieces.append(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is written to connections that are made from now on."""
    found: list[bytes] = []
    made = Protocol.connection_made
    monkeypatch.setattr(Protocol, "connection_made", lambda self, transport: made(self, _Noting(transport, found)))
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_small_answer_is_one_piece(running: RunningServer, pieces: list[bytes], method: str) -> None:
    with Wire(running) as wire:
        for _ in range(2):
            wire.send(wire.head(f"{method} /v4/projects"))
            head = wire.file.readline()
            assert head == b"HTTP/1.1 200 OK\r\n"
            size = 0
            while (line := wire.file.readline()) != b"\r\n":
                name, _, value = line.partition(b": ")
                size = int(value) if name.lower() == b"content-length" else size
            wire.file.read(size if method == "GET" else 0)
    assert len(pieces) == 2
    assert all(piece.startswith(b"HTTP/1.1 200 OK\r\n") for piece in pieces)


def test_the_head_of_a_stream_does_not_wait(running: RunningServer, pieces: list[bytes]) -> None:
    body = {"project": "p", "model_config": {"model": "gpt-4"}, "messages": [], "stream": True}
    data = json.dumps(body).encode()
    with Wire(running) as wire:
        wire.send(wire.head("POST /v4/chat", f"Content-Length: {len(data)}", "Connection: close") + data)
        assert wire.file.readline() == b"HTTP/1.1 200 OK\r\n"
        wire.file.read()
    assert pieces[0].endswith(b"\r\n\r\n")
    assert pieces[0].count(b"\r\n\r\n") == 1
    assert len(pieces) > 2
