"""Answers while the tables of the database are brought up to date, which may take minutes: that it takes a while."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.errors import error_detail
from humanloop.server.http.health import LIVE, READY

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Generator

_REASON = "The tables of the database are being brought up to date."
_SECONDS_BETWEEN_TRIES = 5
_SECONDS_FOR_A_REQUEST = 5


@contextmanager
def waiting_room(listener: socket.socket, tls: ssl.SSLContext | None = None) -> Generator[None]:
    """Answer on this socket while the block runs.

    Args:
        listener: The socket.
        tls: How it speaks HTTPS, if it does.
    """
    listener.listen()
    with _Server(listener.getsockname(), _Handler, bind_and_activate=False) as server:
        server.tls = tls
        own, server.socket = server.socket, listener
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="humanloop-waiting-room", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            # The listener stays open: the server that comes now takes it over.
            server.socket = own


class _Server(ThreadingHTTPServer):
    tls: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer one, in a thread of its own."""
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(_SECONDS_FOR_A_REQUEST)
        with self.tls.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who go away."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SECONDS_FOR_A_REQUEST

    def do_GET(self) -> None:
        """Say that the process is there, or that it takes a while."""
        # Perhaps below a prefix, which whoever asks knows.
        if self.path.endswith(LIVE):
            self._answer(200, to_json({"status": "ok", "checks": {}}))
        elif self.path.endswith(READY):
            checks = {"migrations": {"ok": False, "detail": _REASON}}
            self._answer(503, to_json({"status": "failing", "checks": checks}))
        else:
            self._answer(503, to_json({"detail": error_detail(503, _REASON)}))

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - as the library calls them

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing, as the server does of requests."""

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", str(_SECONDS_BETWEEN_TRIES))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
