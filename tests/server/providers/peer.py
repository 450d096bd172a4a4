"""A provider over a socket that does what it is told: every byte of its answers is the test's."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Write = Callable[[bytes], None]


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def reply(body: Any, status: int = 200, content_type: str = "application/json", **headers: str) -> bytes:
    """A whole answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def stream_head(content_type: str = "text/event-stream") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n".encode()


def events(*values: Any, names: bool = False) -> bytes:
    """The body of a stream."""
    lines: list[str] = []
    for value in values:
        if names:
            lines.append(f"event: {value['type']}\n")
        lines.append(f"data: {value if isinstance(value, str) else json.dumps(value)}\n\n")
    return "".join(lines).encode()


@dataclass
class Peer:
    """What came, and what is answered: bytes, or a function that writes them one by one."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    answers: list[Any] = field(default_factory=list)
    connections: int = 0

    def says(self, *answers: bytes | Callable[[Write], None]) -> None:
        """Choose the answers to come; the last one is given to all that follow."""
        self.requests.clear()
        self.left.clear()
        self.answers = list(answers)

    def next(self) -> Any:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def peer() -> Iterator[Peer]:
    made = Peer()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    made.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        with connection:
            while (request := _read(connection)) is not None:
                with lock:
                    made.requests.append(request)
                    answer = made.next()
                try:
                    if callable(answer):
                        answer(connection.sendall)
                        return
                    connection.sendall(answer)
                except OSError:
                    made.left.set()
                    return
                if b"\r\nConnection: close" in answer:
                    return
            made.left.set()

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            made.connections += 1
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield made
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def until_left(write: Write, piece: bytes = b": still here\n\n") -> None:
    """Write until the other side is gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        write(piece)
        time.sleep(0.01)


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            piece = connection.recv(65536)
        except OSError:
            return None
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    method, path, _ = first.split(" ")
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    return Request(method, path, headers, body)
