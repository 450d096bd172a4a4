"""The bodies of errors are models where they are described, in packages of every kind."""

from __future__ import annotations

import asyncio
import pickle
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from codegen.__main__ import main
from codegen.parse import parse
from codegen.spec import load, loads
from humanloop.calls.exchange import problem_type
from tests.codegen.features import ANSWER, HEAD
from tests.codegen.packages import KINDS, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = Path(__file__).parent / "problems.yaml"
PROBLEM = b'{"title": "none", "at": "2024-05-01T00:00:00Z", "more": 1}'


class Server(HTTPServer):
    """Answers every request with what it holds."""

    status = 200
    body = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def holds(self, status: int, body: bytes) -> None:
        self.status, self.body = status, body


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_DELETE = do_GET  # noqa: N815 - http.server's name

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module", params=KINDS)
def package(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Any]:
    with generated(SPEC, "problems", tmp_path_factory.mktemp("problems"), *KINDS[request.param]) as package:
        yield package


def error_of(package: Any, server: Server, method: str = "get_thing") -> Any:
    configuration = package.Configuration(host=server.url, max_retries=0)
    with package.ApiClient(configuration) as client, pytest.raises(package.ApiException) as caught:
        getattr(package.ThingsApi(client), method)("1")
    return caught.value


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        (404, PROBLEM, "Problem"),
        (503, b'{"code": 7}', "Fault"),
        (409, b'{"code": 7}', "Fault"),
        (409, PROBLEM, "Problem"),
        (404, b'{"title": 5}', "Problem"),
        (400, PROBLEM, "NoneType"),
        (404, b"<html>a proxy</html>", "NoneType"),
        (404, b"[1]", "NoneType"),
        (404, b"", "NoneType"),
    ],
)
def test_an_error_has_its_body_as_a_model(package: Any, server: Server, status: int, body: bytes, wanted: str) -> None:
    server.holds(status, body)
    error = error_of(package, server)
    assert (error.status, type(error.problem).__name__) == (status, wanted)
    assert error.problem is error.problem
    again = pickle.loads(pickle.dumps(error))
    assert again.problem == error.problem


def test_its_fields(package: Any, server: Server) -> None:
    server.holds(404, PROBLEM)
    problem = error_of(package, server).problem
    assert (problem.title, problem.at, problem.model_extra) == ("none", datetime(2024, 5, 1, tzinfo=UTC), {"more": 1})
    server.holds(404, b'{"title": 5}')
    assert error_of(package, server).problem.title == 5


def test_awaited_and_raw(package: Any, server: Server) -> None:
    server.holds(404, PROBLEM)

    async def call() -> Any:
        async with package.ApiClient(package.Configuration(host=server.url)) as client:
            with pytest.raises(package.NotFoundError) as caught:
                await package.ThingsApi(client).raw.aget_thing("1")
            return caught.value

    assert asyncio.run(call()).problem.title == "none"


def test_an_error_of_which_nothing_is_described(package: Any, server: Server) -> None:
    server.holds(404, PROBLEM)
    error = error_of(package, server, "delete_thing")
    assert (error.problem, error.body["title"]) == (None, "none")


def test_what_is_written_of_it() -> None:
    api, problems = parse(load(SPEC))
    assert problems == ()
    get, delete = (operation for tag in api.tags for operation in tag.operations)
    assert get.problems == {
        "400": "None",
        "404": "models.Problem",
        "5XX": "models.Fault",
        "default": "Union[models.Fault, models.Problem]",
    }
    assert delete.problems == {}
    plain = SPEC.read_text(encoding="utf-8") + "x-client: {problems: plain}\n"
    assert all(entry.problems == {} for entry in parse(loads(plain, "f.yaml"))[0].tags[0].operations)


@pytest.mark.parametrize(("status", "wanted"), [(404, "A"), (422, "B"), (500, "C"), (302, "C")])
def test_the_closest_description_counts(status: int, wanted: str) -> None:
    assert problem_type({"default": "C", "4XX": "B", "404": "A"}, status) == wanted
    assert problem_type({}, status) is None


def test_checkers_know_the_models(tmp_path: Path) -> None:
    assert main([str(SPEC), "--package", "problems", "--project", str(tmp_path)]) == 0
    text = (tmp_path / "problems" / "core" / "errors.py").read_text(encoding="utf-8")
    assert text.count("def problem(self) -> models.Fault | models.Problem | None:") == 2
    assert "    from problems import models\n" in text


def test_a_project_without_described_errors_goes_without(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}paths:\n  /a:\n    get: {{{ANSWER}}}\n", encoding="utf-8")
    assert main([str(tmp_path / "a.yaml"), "--package", "p", "--project", str(tmp_path)]) == 0
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "p").rglob("*.py")]
    assert not any("reads_problem" in text or "to_problem" in text for text in texts)
