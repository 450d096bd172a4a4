"""A server that takes logs and feedback as the API does, and that answers what a test wants instead."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from tests.http_server import HTTPServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer = tuple[int, Any, dict[str, str]] | None

HONOURED = {"Idempotency-Status": "new"}


class Collector:
    """What came, in order; an answer for each request may be planned beforehand."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, list[dict[str, Any]], float]] = []
        """Path, key, body and time of each."""
        self.plan: deque[Callable[[str, list[Any]], Any] | Answer] = deque()
        """What happens to the next requests: an answer, None for a cut connection, or what decides that."""
        self.always: Callable[[str, list[Any]], Answer | str] | None = None
        self.honours = True
        self.raw: list[bytes] = []
        self.url = ""
        self._kept: dict[str, tuple[bytes, Any]] = {}
        self._lock = threading.Lock()

    def take(self, path: str, key: str, data: bytes) -> Answer:
        body = json.loads(data)
        with self._lock:
            self.requests.append((path, key, body, time.monotonic()))
            self.raw.append(data)
            planned = self.plan.popleft() if self.plan else (self.always or self.store)
        found = planned(path, body) if callable(planned) else planned
        if found == "store":
            found = self.store(path, body)
        if found == "store and cut":
            with self._lock:
                self._store(path, key, data, body)
            return None
        if found == "keep":
            with self._lock:
                return self._store(path, key, data, body)
        return found

    def store(self, path: str, body: list[Any]) -> Any:
        del path, body
        return "keep"

    def _store(self, path: str, key: str, data: bytes, body: list[Any]) -> Answer:
        headers = {"Idempotency-Status": "new"} if self.honours else {}
        if self.honours and key in self._kept:
            before, answer = self._kept[key]
            if before != data:
                return 422, {"detail": "the key belongs to another body"}, headers
            return 200, answer, headers
        answer = []
        for item in body:
            item["_id"] = f"data_{len(self.stored)}"
            item["_path"] = path
            self.stored.append(item)
            answer.append({"id": item["_id"], "project_id": "pr_1", "config_id": "config_1"})
        self._kept[key] = data, answer
        return 200, answer, headers

    def texts(self, path: str = "/logs") -> list[Any]:
        """What the stored logs say, in the order of their coming."""
        return [item.get("output") for item in self.stored if item["_path"] == path]


@contextmanager
def collecting(collector: Collector, port: int = 0) -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            data = self.rfile.read(length)
            if len(data) < length:
                self.close_connection = True
                return  # The program was killed in the middle of its request.
            found = collector.take(self.path.removeprefix("/v4"), self.headers["Idempotency-Key"], data)
            if found is None:
                self.close_connection = True
                self.connection.close()
                return
            status, answer, headers = found
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", port), Handler)
    collector.url = f"http://127.0.0.1:{server.server_address[1]}/v4"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
