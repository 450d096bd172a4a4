"""A local HTTP server that notes every request and answers as openapi.yaml says."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.apis import spec
from tests.http_server import HTTPServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BASE_PATH = "/v4"
API_KEY = "hl_sk_of_the_tests"


@dataclass(frozen=True)
class Received:
    """A request as it came over the socket."""

    method: str
    target: str
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        text = urlsplit(self.target).query
        return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def asks_for_stream(self) -> bool:
        return isinstance(self.json, dict) and self.json.get("stream") is True

    def sent(self) -> tuple[str, str, dict[str, str], bytes]:
        """All that the client sent, but for the key that names this one call.

        `Content-Length: 0` says no more than that there is no body.
        """
        ignored = {"idempotency-key"} if self.body else {"idempotency-key", "content-length"}
        headers = {name: value for name, value in self.headers.items() if name not in ignored}
        return self.method, self.target, headers, self.body


@dataclass(frozen=True)
class Answer:
    """What the server says: JSON or text, or server-sent events if there is a list of them."""

    status: int = 200
    body: Any = None
    events: list[Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return "text/event-stream" if self.events is not None else self.headers.get("Content-Type", "application/json")

    def pieces(self) -> Iterator[bytes]:
        if self.events is not None:
            yield from (f"data: {json.dumps(event)}\n\n".encode() for event in self.events)
        elif self.status != 204:
            yield (json.dumps(self.body) if self.content_type == "application/json" else self.body).encode()


def answer_of_spec(request: Received) -> Answer:
    """Answer with the documented status and example."""
    if not request.headers.get("x-api-key"):
        return _error(401, "There is no API key.")
    operation = spec.operation_at(request.method, request.path.removeprefix(BASE_PATH))
    if operation is None:
        return _error(404, f"There is no {request.method} {request.path}.")
    if operation.stream and request.asks_for_stream:
        return Answer(events=events_of(operation))
    return Answer(operation.status, operation.answer)


def events_of(operation: spec.Operation) -> list[dict[str, Any]]:
    """The documented answer in pieces: each event is the answer with one piece of one sample."""
    assert operation.stream
    items = operation.stream["items"]
    sample = operation.answer[items][0]
    half = len(sample["output"]) // 2
    pieces = [(sample["output"][:half], None), (sample["output"][half:], None), ("", "stop")]
    return [
        {**operation.answer, items: [{**sample, "output": output, "finish_reason": reason}]}
        for output, reason in pieces
    ]


def _error(status: int, message: str) -> Answer:
    return Answer(status, {"detail": {"type": "error", "message": message, "code": status, "origin": "test"}})


class EchoServer:
    """Notes requests in `received`; answers as `respond` says."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.respond: Callable[[Received], Answer] = answer_of_spec
        self._http = HTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}{BASE_PATH}"

    @contextmanager
    def answering(self, answer: Answer) -> Iterator[None]:
        """Answer everything in the same way."""
        before, self.respond = self.respond, lambda _: answer
        try:
            yield
        finally:
            self.respond = before

    def take(self) -> Received:
        """The one request that came since the last look."""
        (request,) = self.take_all()
        return request

    def take_all(self) -> list[Received]:
        """All requests that came since the last look."""
        received, self.received = self.received, []
        return received

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(echo) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # Head and body leave in one packet.
            disable_nagle_algorithm = True

            def _handle(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Received(self.command, self.path, headers, body)
                echo.received.append(request)
                self._send(echo.respond(request))

            do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - the names that http.server calls

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
                    self.send_header(name, value)
                if answer.events is not None:
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    for piece in answer.pieces():
                        self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                        self.wfile.flush()
                    self.wfile.write(b"0\r\n\r\n")
                    return
                body = b"".join(answer.pieces())
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        return Handler
