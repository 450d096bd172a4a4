"""A running server, and a caller that checks every answer against the client's own table and models."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import urllib3
from pydantic import BaseModel, SecretStr

from humanloop.apis.operations import OPERATIONS
from humanloop.cli.command import main
from humanloop.core.json import to_query
from humanloop.response.reading import to_model
from humanloop.server import Settings, serve_in_thread
from humanloop.server.domain.keys import new_api_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.server import RunningServer


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Any
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def detail(self) -> Any:
        return self.json["detail"]

    @property
    def events(self) -> list[Any]:
        """The events of a stream; each ends with a blank line."""
        assert self.headers["content-type"] == "text/event-stream; charset=utf-8"
        *events, rest = self.data.decode("ascii").split("\n\n")
        assert rest == ""
        return [json.loads(event.removeprefix("data: ")) for event in events]


class Api:
    """Calls operations by their key, so that no path is written here."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self._http = urllib3.PoolManager(retries=False, maxsize=16)
        self._numbers = count()

    def name(self) -> str:
        return f"project {next(self._numbers)}"

    def call(
        self, key: str, body: Any = None, *, query: dict[str, Any] | None = None, headers: Any = None, **path: str
    ) -> Reply:
        operation = OPERATIONS[key]
        url = operation.path.format(**{name: quote(value, safe="") for name, value in path.items()})
        if query:
            url += f"?{to_query(query)}"
        return self.http(
            operation.method,
            url,
            body=None if body is None else json.dumps(body),
            headers={"X-API-KEY": self.server.api_key, "Content-Type": "application/json"} | (headers or {}),
        )

    def http(self, method: str, path: str, *, headers: Any = None, body: str | bytes | None = None) -> Reply:
        response = self._http.request(method, self.server.url + path, headers=headers, body=body)
        return Reply(response.status, response.headers, response.data)

    def ok(self, key: str, body: Any = None, **rest: Any) -> Any:
        """Call, and hold the answer against the operation's status and model, every field included."""
        reply = self.call(key, body, **rest)
        operation = OPERATIONS[key]
        assert reply.status == operation.status, reply.data
        if operation.returns == "None":
            assert reply.data == b""
            return None
        assert reply.headers["content-type"] == "application/json"
        _assert_complete(to_model(operation.returns, reply.data, validate=True))
        return reply.json

    def stream(self, key: str, body: Any) -> list[Any]:
        reply = self.call(key, {**body, "stream": True})
        assert reply.status == 200, reply.data
        return reply.events

    def fail(self, status: int, key: str, body: Any = None, **rest: Any) -> Any:
        """Call, and answer the `detail` of the error."""
        reply = self.call(key, body, **rest)
        assert reply.status == status, reply.data
        assert reply.headers["content-type"] == "application/json"
        if isinstance(reply.detail, dict):
            assert reply.detail["code"] == status
            assert set(reply.detail) == {"type", "message", "code", "origin"}
        else:
            assert all(set(item) == {"loc", "msg", "type"} for item in reply.detail)
        return reply.detail


def _assert_complete(value: Any) -> None:
    """Check that no field of a model was left out: what is not set is an explicit null."""
    if isinstance(value, list):
        for item in value:
            _assert_complete(item)
    elif isinstance(value, BaseModel):
        left_out = set(type(value).model_fields) - value.model_fields_set - _MAY_BE_LEFT_OUT
        assert not left_out, (type(value).__name__, left_out)
        for name in type(value).model_fields:
            _assert_complete(getattr(value, name))


# Fields of later revisions, answered only where they were used; a response format is answered as it was given.
_MAY_BE_LEFT_OUT = {"reasoning_effort", "template_language", "strict", "json_schema"}


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    settings = Settings(
        # To run all tests on a PostgreSQL, name an empty database of it.
        database=os.environ.get("HUMANLOOP_TEST_DATABASE", "sqlite://"),
        port=0,
        api_key=SecretStr(new_api_key()),
        provider_fallback="mock",
        ask_providers=False,
        environments=("production", "staging"),
        # The draws of experiments are the same in every run of the tests.
        experiment_seed=7,
    )
    with serve_in_thread(settings=settings) as running:
        yield running


@pytest.fixture(scope="session")
def api(server: RunningServer) -> Api:
    return Api(server)


@pytest.fixture(scope="session")
def api_class() -> type[Api]:
    return Api


@pytest.fixture
def project(api: Api) -> dict[str, Any]:
    """A new project."""
    answer: dict[str, Any] = api.ok("projects.create", {"name": api.name()})
    return answer


USER = {"role": "user", "content": "Where is my parcel?"}


@pytest.fixture
def chat_body(project: dict[str, Any]) -> dict[str, Any]:
    """A chat with an inline model config and a template."""
    return {
        "project": project["name"],
        "messages": [USER],
        "inputs": {"persona": "a pirate"},
        "model_config": {
            "model": "small-1",
            "provider": "mock",
            "chat_template": [{"role": "system", "content": "You are {{persona}}."}],
        },
    }


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command; answers its exit code and what it wrote on both outputs."""

    def run(*arguments: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["humanloop", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
