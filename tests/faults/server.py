"""A server that misbehaves on order: raw sockets, one script per connection, everything counted.

A script is a list of turns, one turn for each request that comes in on the connection. A turn is an action or a list of
actions. After its last turn the server closes the connection; a script that ends in `AGAIN` repeats its last turn for
ever. Scripts are handed out to connections in the order in which these arrive; the last script serves all further ones.

    with Server([reset()], [json_answer({"id": "log_1"})]) as server:
        ...  # the first connection is reset after its first request, the second answers once and is closed
        assert (server.connections, len(server.requests)) == (2, 2)
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import ssl

Action = Callable[["Link"], None]
Turn = Action | Sequence[Action]


class Hangup(Exception):
    """Ends a connection."""


@dataclass
class Request:
    """What came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Link:
    """One connection, seen from the server."""

    socket: socket.socket
    server: Server
    number: int
    data: bytes = b""
    request: Request | None = None

    def send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Hangup from error

    def receive(self) -> Request | None:
        """Read the next request; None if the client closed the connection instead."""
        while b"\r\n\r\n" not in self.data:
            if not self._more():
                return None
        head, _, self.data = self.data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        size = int(headers.get("content-length", 0))
        while len(self.data) < size:
            if not self._more():
                return None
        body, self.data = self.data[:size], self.data[size:]
        return Request(method, target, headers, body, self.number)

    def _more(self) -> bool:
        try:
            piece = self.socket.recv(65536)
        except OSError:
            return False
        self.data += piece
        return bool(piece)


# Actions: raw ones first, then those that answer.


def send(data: bytes) -> Action:
    """Send bytes as they are."""
    return lambda link: link.send(data)


def wait(seconds: float) -> Action:
    """Do nothing for a while; the end of the server cuts it short."""

    def act(link: Link) -> None:
        if link.server.stopped.wait(seconds):
            raise Hangup

    return act


def drip(data: bytes, pause: float, size: int = 1) -> Action:
    """Send bytes a few at a time, with a pause before each."""

    def act(link: Link) -> None:
        for start in range(0, len(data), size):
            wait(pause)(link)
            link.send(data[start : start + size])

    return act


def close() -> Action:
    """Close the connection in good order."""

    def act(_: Link) -> None:
        raise Hangup

    return act


def reset() -> Action:
    """Close the connection with a reset: what the client has not read yet is lost to it."""

    def act(link: Link) -> None:
        link.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Hangup

    return act


def stall() -> Action:
    """Say nothing more, and keep the connection open until the client gives it up."""

    def act(link: Link) -> None:
        while link.receive() is not None:
            pass
        raise Hangup

    return act


def call(function: Callable[[], object]) -> Action:
    """Call something in the test."""
    return lambda _: (function(), None)[1]


_REASONS = {200: "OK", 204: "No Content", 302: "Found", 404: "Not Found", 429: "Too Many Requests", 500: "Oops"}

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


def head(status: int | str = 200, headers: Headers = ()) -> bytes:
    """The bytes of a status line and headers."""
    line = status if isinstance(status, str) else f"HTTP/1.1 {status} {_REASONS.get(status, 'Because')}"
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return (line + "\r\n" + "".join(f"{name}: {value}\r\n" for name, value in pairs) + "\r\n").encode("latin-1")


def answer(
    status: int | str = 200,
    body: bytes = b"",
    headers: Headers = (),
    *,
    kind: str | None = "application/json",
    length: int | str | None = -1,
) -> Action:
    """Answer with a body; `length` is the Content-Length, by default the true one, None for no header."""
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    if kind is not None:
        pairs.append(("Content-Type", kind))
    if length is not None:
        pairs.append(("Content-Length", str(len(body) if length == -1 else length)))
    return send(head(status, pairs) + body)


def json_answer(value: Any, status: int = 200, **headers: str) -> Action:
    """Answer with JSON; underscores in header names become hyphens."""
    return answer(status, json.dumps(value).encode(), {name.replace("_", "-"): text for name, text in headers.items()})


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n", headers: Headers = (), kind: str = "application/json") -> Action:
    """Answer in chunks; `end` is what follows the last one."""
    pairs = [*(headers.items() if isinstance(headers, Mapping) else headers)]
    pairs += [("Content-Type", kind), ("Transfer-Encoding", "chunked")]
    return send(head(200, pairs) + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end)


def chunk(piece: bytes) -> Action:
    """Send one chunk of an answer that has begun."""
    return send(b"%x\r\n%b\r\n" % (len(piece), piece))


EVENT_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8"}
STREAM_HEAD = head(200, {**EVENT_HEADERS, "Transfer-Encoding": "chunked"})
LAST_CHUNK = send(b"0\r\n\r\n")


def events(*pieces: bytes, last: Action | None = LAST_CHUNK) -> list[Action]:
    """Answer with an event stream, each piece in a chunk and a packet of its own."""
    actions: list[Action] = [send(STREAM_HEAD)]
    for piece in pieces:
        actions += [chunk(piece), wait(0.002)]
    return [*actions, last] if last else actions


def event(output: str = "word", **more: Any) -> bytes:
    """An event as the API sends it."""
    value = {"project_id": "pr_1", "data": [{"id": "data_1", "index": 0, "output": output}], **more}
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@cache
def bomb(size: int) -> bytes:
    """A gzip file that unpacks to `size` blanks, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    blanks = b" " * (1 << 20)
    pieces = [packer.compress(blanks) for _ in range(size >> 20)]
    return b"".join(pieces) + packer.flush()


AGAIN = object()
"""At the end of a script: its last turn is repeated for every further request."""

GOOD: list[Any] = [json_answer({"id": "log_1"}), AGAIN]
"""The script of a server that works."""


class Server:
    """Listens on a free port of the loopback interface until the `with` ends."""

    def __init__(self, *scripts: Sequence[Any], tls: ssl.SSLContext | None = None) -> None:
        self.scripts = scripts or (GOOD,)
        self.tls = tls
        self.requests: list[Request] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._links: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://{'localhost' if self.tls else '127.0.0.1'}:{self.port}"

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        # To close it would leave the thread waiting in `accept`, and the port listening.
        _hang_up(self._listener)
        self._accepting.join()
        self._listener.close()
        with self._lock:
            links = list(self._links)
        for link in links:
            _hang_up(link)

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                number = self.connections
                self.connections += 1
                self.open += 1
                self.most_open = max(self.most_open, self.open)
                self._links.add(raw)
            threading.Thread(target=self._serve, args=(raw, number), daemon=True).start()

    def _serve(self, raw: socket.socket, number: int) -> None:
        connection = raw
        try:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is not None:
                connection = self.tls.wrap_socket(raw, server_side=True)
                with self._lock:
                    self._links.add(connection)
            self._play(Link(connection, self, number), self.scripts[min(number, len(self.scripts) - 1)])
        except (Hangup, OSError):
            pass
        finally:
            with self._lock:
                self.open -= 1
                self._links -= {raw, connection}
            connection.close()

    def _play(self, link: Link, script: Sequence[Any]) -> None:
        if script and script[0] is ON_CONNECT:
            _act(link, script[1])
            script = script[2:]
        position = 0
        while position < len(script):
            request = link.receive()
            if request is None:
                return
            link.request = request
            with self._lock:
                self.requests.append(request)
            _act(link, script[position])
            if not (position + 1 < len(script) and script[position + 1] is AGAIN):
                position += 1


ON_CONNECT = object()
"""At the start of a script: the turn after it is played at once, before any request."""


def _act(link: Link, turn: Turn) -> None:
    for action in turn if isinstance(turn, Sequence) else (turn,):
        action(link)


def _hang_up(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


def refused() -> str:
    """A URL where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@dataclass
class Unaccepting:
    """A listener that never accepts, with its queue full: a connection to it is neither made nor refused."""

    fillers: list[socket.socket] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        address = self._listener.getsockname()
        self.url = f"http://127.0.0.1:{address[1]}"
        for _ in range(4):
            filler = socket.socket()
            filler.settimeout(0)
            filler.connect_ex(address)
            self.fillers.append(filler)
        return self

    def __exit__(self, *_: object) -> None:
        for filler in (*self.fillers, self._listener):
            filler.close()
