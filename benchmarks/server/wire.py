"""A client of a few lines, so that the client's own time hardly counts: one connection, one request at a time."""

from __future__ import annotations

import socket
from typing import Self
from urllib.parse import urlsplit


class Connection:
    """One kept-alive connection.

    Args:
        url: Where the server is; its path is put before those of the requests.
        api_key: Sent with each request.
    """

    def __init__(self, url: str, api_key: str) -> None:
        parts = urlsplit(url)
        self._base = parts.path
        self._head = f"Host: {parts.netloc}\r\nX-API-KEY: {api_key}\r\nContent-Type: application/json\r\n"
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def request(self, method: str, path: str, body: bytes = b"", headers: str = "") -> tuple[int, bytes]:
        """Send a request; answers the status and the body of the answer.

        Args:
            method: HTTP method.
            path: Path below that of the server.
            body: JSON.
            headers: More headers, each with its line end.

        Raises:
            OSError: The server is gone, or closed the connection.
        """
        head = f"{method} {self._base}{path} HTTP/1.1\r\n{self._head}{headers}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        return self._receive()

    def _receive(self) -> tuple[int, bytes]:
        data = self._more(b"")
        while (end := data.find(b"\r\n\r\n")) < 0:
            data = self._more(data)
        head = data[:end].lower()
        _, found, length = head.partition(b"\r\ncontent-length:")
        wanted = end + 4 + (int(length.split(b"\r\n", 1)[0]) if found else 0)
        while len(data) < wanted:
            data = self._more(data)
        return int(head[9:12]), data[end + 4 : wanted]

    def _more(self, data: bytes) -> bytes:
        received = self._socket.recv(1 << 20)
        if not received:
            raise ConnectionResetError("the server closed the connection")
        return data + received
