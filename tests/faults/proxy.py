"""A small HTTP proxy that counts: it tunnels (CONNECT) and forwards, and may ask for a password."""

from __future__ import annotations

import base64
import socket
import threading
from typing import Self
from urllib.parse import urlsplit

from tests.faults.server import Link, Server


class Proxy:
    """Listens on a free port until the `with` ends; `requests` holds what it was asked for."""

    def __init__(self, password: str | None = None, status: int = 200) -> None:
        self._expected = password and "Basic " + base64.b64encode(password.encode()).decode()
        self._status = status
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self._server = Server()
        self._server._play = self._play  # type: ignore[method-assign]
        self.port = self._server.port
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    def _play(self, link: Link, _: object) -> None:
        while (request := link.receive()) is not None:
            headers = dict(request.headers)
            self.requests.append((request.method, request.target, headers))
            if self._expected and headers.get("proxy-authorization") != self._expected:
                link.send(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
                return
            if self._status != 200:
                link.send(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self._status)
                return
            if request.method == "CONNECT":
                host, _, port = request.target.rpartition(":")
                self._tunnel(link, host, int(port))
                return
            url = urlsplit(request.target)
            with socket.create_connection((url.hostname or "", url.port or 80)) as server:
                lines = [f"{request.method} {url.path} HTTP/1.1"]
                lines += [f"{name}: {value}" for name, value in headers.items() if not name.startswith("proxy-")]
                server.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + request.body)
                link.send(server.recv(65536))  # the answers of these tests are small

    def _tunnel(self, link: Link, host: str, port: int) -> None:
        with socket.create_connection((host, port)) as server:
            link.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_copy, args=(server, link.socket), daemon=True)
            back.start()
            _copy(link.socket, server)
            back.join(2)


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
