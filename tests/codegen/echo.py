"""A server that answers with what it was sent, or with what the test wants."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tests.http_server import HTTPServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Sent(NamedTuple):
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Echo(HTTPServer):
    """Notes what it gets in `sent`; answers with `status`, `media_type` and `data`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[Sent] = []
        self.chosen: Callable[[dict[str, str]], Any] | None = None
        """Chooses the answer by the query, where it is set."""
        self.answers(200, None)

    def answers(self, status: int, body: Any, media_type: str = "application/json") -> None:
        self.status = status
        self.media_type = media_type
        self.data = body if isinstance(body, bytes) else json.dumps(body).encode()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def last(self) -> Sent:
        return self.sent[-1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Echo

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.sent.append(Sent(self.command, self.path, dict(self.headers.items()), body))
        if self.server.chosen is not None:
            self.server.answers(200, self.server.chosen(dict(parse_qsl(urlsplit(self.path).query))))
        # The caller may set the next answer as soon as it has the head of this one.
        status, media_type, data = self.server.status, self.server.media_type, self.server.data
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if status != 204 and self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server looks for
    do_HEAD = do_OPTIONS = do_PATCH = do_TRACE = _answer  # noqa: N815 - likewise

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def echo_server() -> Iterator[Echo]:
    server = Echo()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
