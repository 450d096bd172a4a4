"""Exporters: captured requests of real ones, sent in any form, and what the server made of them."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.tracing.forms import to_protobuf

if TYPE_CHECKING:
    from tests.server.conftest import Api, Reply

PAYLOADS = Path(__file__).parent / "payloads"
_RUNS = count(1)


@dataclass
class Exporter:
    """Sends captured requests as if they were new: with ids, a session and a project of their own."""

    api: Api
    form: str = "json"
    project: str = field(default_factory=lambda: f"traced {next(_RUNS)}")

    def __post_init__(self) -> None:
        self._number = next(_RUNS)

    def payload(self, name: str) -> Any:
        return json.loads(self.renewed((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))

    def renewed(self, text: str) -> str:
        """Give a text the ids of this exporter."""
        document = json.loads(text)
        for trace_id in set(_values(document, "traceId")):
            text = text.replace(trace_id, self.trace_id(trace_id))
        return text.replace("conv-7", self.session)

    def trace_id(self, captured: str) -> str:
        return f"{self._number:06x}{captured[6:]}"

    @property
    def session(self) -> str:
        return f"conv-{self._number}"

    def send(self, document: Any, *, path: str | None = None, **headers: str) -> Reply:
        kind = "logs" if "resourceLogs" in document else "traces"
        body, given = self.encoded(document)
        given = {"X-API-KEY": self.api.server.api_key or "", "x-humanloop-project": self.project, **given, **headers}
        return self.post(path or f"/v1/{kind}", body, given)

    def encoded(self, document: Any) -> tuple[bytes, dict[str, str]]:
        if self.form == "json":
            return json.dumps(document).encode(), {"Content-Type": "application/json"}
        headers = {"Content-Type": "application/x-protobuf"}
        body = to_protobuf(document)
        return (
            (body, headers)
            if self.form == "protobuf"
            else (gzip.compress(body), {**headers, "Content-Encoding": "gzip"})
        )

    def post(self, path: str, body: bytes, headers: dict[str, str], method: str = "POST") -> Reply:
        root = self.api.server.url.removesuffix("/v4")
        return _AtRoot(self.api, root).http(method, path, body=body, headers=headers)

    def ok(self, document: Any, **headers: str) -> None:
        reply = self.send(document, **headers)
        assert reply.status == 200, reply.data
        if self.form == "json":
            assert reply.json == {}
            assert reply.headers["content-type"] == "application/json"
        else:
            assert reply.data == b""
            assert reply.headers["content-type"] == "application/x-protobuf"

    def logs(self) -> list[Any]:
        """All logs of the project."""
        project = next((p for p in self._projects() if p["name"] == self.project), None)
        if project is None:
            return []
        found: list[Any] = self.api.ok("logs.list", query={"project_id": project["id"], "size": 1000})["records"]
        return found

    def by_span(self) -> dict[str, Any]:
        found = {log["metadata"]["otel"]["span_id"]: log for log in self.logs()}
        assert len(found) == len(self.logs()), "a span has two logs"
        return found

    def project_id(self) -> str:
        return str(next(p["id"] for p in self._projects() if p["name"] == self.project))

    def sessions(self) -> list[Any]:
        project = next(p for p in self._projects() if p["name"] == self.project)
        found: list[Any] = self.api.ok("sessions.list", query={"project_id": project["id"], "size": 1000})["records"]
        assert project["data_count"] == sum(session["datapoints_count"] for session in found)
        return found

    def _projects(self) -> list[Any]:
        found: list[Any] = self.api.ok("projects.list", query={"filter": self.project, "size": 100})["records"]
        return found


class _AtRoot:
    def __init__(self, api: Api, root: str) -> None:
        self._http = api._http
        self._root = root

    def http(self, method: str, path: str, *, body: bytes, headers: dict[str, str]) -> Reply:
        from tests.server.conftest import Reply

        response = self._http.request(method, self._root + path, headers=headers, body=body)
        return Reply(response.status, response.headers, response.data)


def _values(part: Any, name: str) -> Any:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == name and value:
                yield value
            else:
                yield from _values(value, name)
    elif isinstance(part, list):
        for item in part:
            yield from _values(item, name)


@pytest.fixture
def exporter(api: Api) -> Exporter:
    return Exporter(api)


@pytest.fixture(params=["json", "protobuf", "gzip"])
def any_exporter(api: Api, request: pytest.FixtureRequest) -> Exporter:
    return Exporter(api, request.param)
