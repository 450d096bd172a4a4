"""A server that speaks the API of `openapi.yaml`, in memory and in this process: for the quickstart and for tests."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "key-for-the-local-server"
READING_KEY = "key-that-may-only-read"

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
}


class Problem(Exception):
    """A request that is refused."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Store:
    """What the server knows.

    Attributes:
        requests: Method and target of every request so far.
        accepted: What their `Accept` said.
        busy: How many of the next requests are answered with 429.
        retry_after: What the 429 say in `Retry-After`.
        pages_runs: Whether runs come in pages too, which the documented server does not do yet.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.accepted: list[str] = []
        self.busy = 0
        self.retry_after = 1
        self.pages_runs = False
        self._experiments: dict[str, dict[str, Any]] = {}
        self._runs: dict[str, list[dict[str, Any]]] = {}
        self._made = 0
        self._lock = Lock()

    def is_busy(self) -> bool:
        """Say whether to refuse this request, and count it."""
        with self._lock:
            self.busy -= 1
            return self.busy >= 0

    def create(self, body: Any) -> dict[str, Any]:
        """Create an experiment."""
        if not isinstance(body, dict):
            raise Problem(400, "the body is not a JSON object")
        for name in ("name", "dataset_id"):
            if not isinstance(body.get(name), str) or not body[name]:
                raise Problem(422, f"{name} is required")
        runs = body.get("experiment_runs")
        if not isinstance(runs, list) or not runs:
            raise Problem(422, "experiment_runs must hold at least one run")
        for index, run in enumerate(runs):
            if not isinstance(run, dict) or not {"example_id", "output"} <= run.keys():
                raise Problem(422, f"experiment_runs[{index}] must have example_id and output")
        with self._lock:
            for other in self._experiments.values():
                if (other["name"], other["dataset_id"]) == (body["name"], body["dataset_id"]):
                    raise Problem(409, f"the dataset has an experiment called {body['name']} already")
            self._made += 1
            now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
            experiment = {
                "id": f"experiment_{self._made}",
                "name": body["name"],
                "dataset_id": body["dataset_id"],
                "dataset_version_id": f"{body['dataset_id']}_v1",
                "created_at": now,
                "updated_at": now,
            }
            self._experiments[experiment["id"]] = experiment
            self._runs[experiment["id"]] = [
                {**run, "id": f"run_{self._made}_{index}"} for index, run in enumerate(runs, 1)
            ]
            return experiment

    def experiment(self, key: str) -> dict[str, Any]:
        """Find an experiment."""
        try:
            return self._experiments[key]
        except KeyError:
            raise Problem(404, f"there is no experiment {key}") from None

    def delete(self, key: str) -> None:
        """Delete an experiment."""
        self.experiment(key)
        del self._experiments[key], self._runs[key]

    def experiments(self, query: dict[str, str]) -> dict[str, Any]:
        """List experiments, page by page."""
        wanted = query.get("dataset_id")
        found = [entry for entry in self._experiments.values() if wanted in (None, entry["dataset_id"])]
        return _page("experiments", found, query)

    def runs(self, key: str, query: dict[str, str]) -> dict[str, Any]:
        """List the runs of an experiment."""
        self.experiment(key)
        page = _page("experiment_runs", self._runs[key], query)
        return page if self.pages_runs else {**page, "pagination": {"has_more": False}}


def _page(name: str, entries: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    try:
        limit = int(query.get("limit", "50"))
    except ValueError:
        raise Problem(400, "limit is not a number") from None
    if not 1 <= limit <= 100:
        raise Problem(422, "limit must be between 1 and 100")
    try:
        start = int(urlsafe_b64decode(query["cursor"])) if "cursor" in query else 0
    except ValueError:
        raise Problem(400, "this cursor is not one of ours") from None
    following = start + limit
    pagination: dict[str, Any] = {"has_more": following < len(entries)}
    if following < len(entries):
        pagination["next_cursor"] = urlsafe_b64encode(str(following).encode()).decode()
    return {name: entries[start:following], "pagination": pagination}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LocalServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on the terminal."""

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        store = self.server.store
        store.requests.append(f"{self.command} {self.path}")
        store.accepted.append(self.headers.get("Accept", ""))
        try:
            status, body = self._carried_out(store, data)
        except Problem as problem:
            self._send(
                problem.status,
                {
                    "type": f"https://arize.example/problems/{problem.status}",
                    "title": _TITLES[problem.status],
                    "status": problem.status,
                    "detail": problem.detail,
                    "instance": urlsplit(self.path).path,
                },
                "application/problem+json",
            )
        else:
            self._send(status, body, "application/json")

    def _carried_out(self, store: Store, data: bytes) -> tuple[int, Any]:
        if store.is_busy():
            raise Problem(429, "slow down")
        if self.headers.get("Authorization") not in {f"Bearer {KEY}", f"Bearer {READING_KEY}"}:
            raise Problem(401, "a valid API key is required")
        if self.command != "GET" and self.headers["Authorization"] == f"Bearer {READING_KEY}":
            raise Problem(403, "this API key may only read")
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match (self.command, *parts.path.strip("/").split("/")):
            case ("GET", "v2", "experiments"):
                return 200, store.experiments(query)
            case ("POST", "v2", "experiments"):
                try:
                    body = json.loads(data)
                except ValueError:
                    raise Problem(400, "the body is not JSON") from None
                return 201, store.create(body)
            case ("GET", "v2", "experiments", key):
                return 200, store.experiment(key)
            case ("DELETE", "v2", "experiments", key):
                store.delete(key)
                return 204, None
            case ("GET", "v2", "experiments", key, "runs"):
                return 200, store.runs(key, query)
            case _:
                raise Problem(404, "there is no such path")

    def _send(self, status: int, body: Any, media_type: str) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", str(self.server.store.retry_after))
        if data:
            self.send_header("Content-Type", media_type)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class LocalServer(ThreadingHTTPServer):
    """The server; its `store` can be looked at and set up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = Store()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def local_server() -> Iterator[LocalServer]:
    """Run the server while the block runs."""
    server = LocalServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
