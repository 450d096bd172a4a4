"""A connection that sends whatever bytes a test wants, and reads answers."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import parse_headers
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from humanloop.server import RunningServer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def detail(self) -> Any:
        assert self.headers["content-type"] == "application/json"
        assert self.headers["x-request-id"]
        return self.json["detail"]


class Wire:
    def __init__(self, server: RunningServer) -> None:
        parts = urlsplit(server.url)
        self.host = parts.netloc
        self.key = server.api_key
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=20)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def head(self, line: str, *headers: str, host: str | None = None) -> bytes:
        """A head with the usual headers and some more."""
        lines = [f"{line} HTTP/1.1", f"Host: {host or self.host}", f"X-API-KEY: {self.key}", *headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def receive(self) -> Answer:
        line = self.file.readline()
        assert line.startswith(b"HTTP/1.1 "), line
        status, headers = int(line.split()[1]), parse_headers(self.file)
        return Answer(status, headers, self._read_body(status, headers))

    def ask(self, line: str, *headers: str, body: bytes = b"", host: str | None = None) -> Answer:
        sized = [*headers, f"Content-Length: {len(body)}"] if body else list(headers)
        self.send(self.head(line, *sized, host=host) + body)
        return self.receive()

    def _read_body(self, status: int, headers: Any) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self.file.readline(), 16):
                body += self.file.read(size)
                self.file.readline()
            self.file.readline()
            return body
        return b"" if status in {204, 304} else self.file.read(int(headers["content-length"]))

    def is_closed(self) -> bool:
        """Wait until the server closes; what it still sends is passed over."""
        with suppress(ConnectionResetError):
            self.file.read()
        return True
