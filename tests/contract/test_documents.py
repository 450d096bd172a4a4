"""Every block of Python in the README, on the start page, in the guides and the pages of the APIs runs as it stands.

The blocks of a page run one after the other in one namespace, as a reader would type them in.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from humanloop import Humanloop
from tests.apis import spec
from tests.apis.echo_server import API_KEY, BASE_PATH, answer_of_spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.apis.echo_server import Answer, EchoServer, Received

API_PAGES = sorted((spec.ROOT / "docs" / "apis" / "tags").glob("*.md"))
GUIDES = spec.ROOT / "docs" / "guides"
# They need a server that remembers, so `tests/server/test_guides.py` runs them; all others are run here.
PAGES_FOR_A_REAL_SERVER = [
    GUIDES / f"{name}.md"
    for name in ("background", "calls", "evaluations", "experiments", "logs", "moving", "prompts", "server", "sessions")
]
WRITTEN_PAGES = [
    spec.ROOT / "README.md",
    spec.ROOT / "docs" / "index.md",
    *(page for page in sorted(GUIDES.glob("*.md")) if page not in PAGES_FOR_A_REAL_SERVER),
]

FENCE = re.compile(
    r"^(?P<indent>[ \t]*)```[ \t]*(?:python|py)[^\n`]*\n(?P<code>.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """A block of Python, and the line on which it starts."""

    code: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    blocks = [Block(dedent(match["code"]), text.count("\n", 0, match.start("code"))) for match in FENCE.finditer(text)]
    assert len(blocks) == len(re.findall(r"```[ \t]*py", text)), f"{page.name}: a block that was not understood"
    return blocks


def run(block: Block, page: Path, namespace: dict[str, Any]) -> None:
    """Run a block; errors show the page and its line. It may await at its top level."""
    source = "\n" * block.line + block.code
    code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, namespace)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(result)


@pytest.fixture
def exchanges(echo: EchoServer) -> Iterator[list[tuple[Received, int]]]:
    """Each request that a page makes, with the status of its answer."""
    made: list[tuple[Received, int]] = []

    def respond(request: Received) -> Answer:
        answer = answer_of_spec(request)
        made.append((request, answer.status))
        return answer

    echo.respond = respond
    yield made
    echo.respond = answer_of_spec


@pytest.fixture
def _environment(echo: EchoServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUMANLOOP_HOST", echo.host)
    monkeypatch.setenv("HUMANLOOP_API_KEY", API_KEY)
    monkeypatch.chdir(tmp_path)


def run_page(page: Path) -> int:
    """Run all blocks of a page, and answer how many there are."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    clients: set[Humanloop] = set()
    blocks = blocks_of(page)
    try:
        for block in blocks:
            run(block, page, namespace)
            clients.update(value for value in namespace.values() if isinstance(value, Humanloop))
    finally:
        for client in clients:
            asyncio.run(client.aclose())
    return len(blocks)


def projects_of(page: Path) -> set[str]:
    """The names of projects in the code of a page."""
    values: list[ast.expr] = []
    for node in (node for block in blocks_of(page) for node in ast.walk(ast.parse(block.code))):
        if isinstance(node, ast.Call):
            name = "name" if ast.unparse(node.func).endswith("projects.create") else "project"
            values += [keyword.value for keyword in node.keywords if keyword.arg == name]
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            values += [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "project"]
    return {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def test_guides_can_be_followed_on_one_server() -> None:
    """No guide meets the projects of another one."""
    owners: dict[str, str] = {}
    for page in PAGES_FOR_A_REAL_SERVER:
        for name in projects_of(page):
            assert owners.setdefault(name, page.name) == page.name, name
    assert {"greeter", "parcels", "topics"} <= owners.keys()


@pytest.mark.usefixtures("_environment")
@pytest.mark.parametrize("page", API_PAGES, ids=lambda page: page.stem)
def test_page_of_an_api(page: Path, exchanges: list[tuple[Received, int]]) -> None:
    """The examples of a page call every operation of its tag, and each succeeds."""
    run_page(page)

    called = [spec.operation_at(request.method, request.path.removeprefix(BASE_PATH)) for request, _ in exchanges]
    tag = spec.snake_case(page.stem.removesuffix("Api"))
    assert {operation and operation.name for operation in called} == {
        name for name, operation in spec.operations().items() if operation.tag == spec.TAG_NAMES.get(tag, tag)
    }
    assert all(status < 300 for _, status in exchanges)
    streamed = {operation.name for operation in spec.operations().values() if operation.stream}
    assert {operation.name for operation in called if operation} & streamed == {
        operation.name
        for operation, (request, _) in zip(called, exchanges, strict=True)
        if operation and request.asks_for_stream
    }


@pytest.mark.usefixtures("_environment")
@pytest.mark.parametrize("page", WRITTEN_PAGES, ids=lambda page: page.stem)
def test_written_page(page: Path, exchanges: list[tuple[Received, int]], capsys: pytest.CaptureFixture[str]) -> None:
    blocks = run_page(page)

    refused = [f"{request.method} {request.target}: {status}" for request, status in exchanges if status >= 300]
    assert not refused
    if page.name == "README.md":
        assert blocks >= 5
        assert len(exchanges) >= blocks, "each block shows a call"
        assert "Traceback" not in capsys.readouterr().out


def test_all_pages_are_known() -> None:
    tags = {spec.class_name(operation.tag.removesuffix("_api")) for operation in spec.operations().values()}
    assert {page.stem for page in API_PAGES} == {f"{tag}Api" for tag in tags}
