"""What an import costs and says, and which module may import which."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "humanloop"

LAYERS = (
    # Values: what there is to know about the API, a client and an error.
    (
        "version secret lazy json_kinds headers logs operation messages argument_errors exceptions apis.spec"
        " base_configuration configuration"
    ),
    # Types of what is sent and received.
    "display hints tables records model paging progress pages pydantic type type_names",
    # Pure functions of values: documents, then requests and what becomes of them.
    "compression tolerance serialization api_response streaming",
    "input_schema arguments contents provider_keys bodies call_options request redirects retry exchange",
    # The wire.
    "network http_head http_chunks connections sending deadlines sessions rest async_rest requests_rest",
    "api_client",
    "api derived_client base_client",
    "apis.tags apis.operations apis",
    "client",
    "notebook testing cli",
)
"""Modules and packages below `humanloop`: each imports from its own row and from those above."""
RANK = {name: rank for rank, layer in enumerate((*LAYERS, "")) for name in layer.split() or [""]}
STARTS_SERVERS = {"notebook", "testing", "cli"}
"""What may import the server, when a program asks for one."""
LONGEST_MODULE = 260


def run_python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60
    )


def loaded_by(statement: str) -> list[str]:
    """The modules that a statement loads in a fresh interpreter."""
    result = run_python(f"import sys; before = set(sys.modules)\n{statement}\nprint(*sys.modules.keys() - before)")
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


@pytest.mark.parametrize(
    "statement", ["from humanloop import Humanloop", "from humanloop import Humanloop; Humanloop(api_key='k')"]
)
def test_import_is_light(statement: str) -> None:
    modules = loaded_by(statement)
    heavy = {"pydantic", "pydantic_core", "urllib3", "aiohttp", "http", "dateutil", "certifi", "ssl", "asyncio"}
    assert not heavy & {module.partition(".")[0] for module in modules}
    assert len(modules) < 90


def test_an_ordinary_call_needs_no_asyncio() -> None:
    """It works wherever a loop runs already, such as in a notebook, and costs nothing of the kind."""
    modules = loaded_by(
        "from humanloop import ApiConnectionError, Humanloop\n"
        "try: Humanloop('k', 'http://127.0.0.1:1', max_retries=0).logs.list('pr_1', progress=True)\n"
        "except ApiConnectionError: pass"
    )
    assert "urllib3" in modules
    assert not {"asyncio", "aiohttp", "IPython", "humanloop.progress"} & {*modules}


def test_the_package_alone_loads_nothing_of_its_own() -> None:
    loaded = {module for module in loaded_by("import humanloop") if module.startswith("humanloop")}
    assert loaded == {"humanloop", "humanloop.lazy", "humanloop.version"}


@pytest.mark.parametrize(
    "statement",
    [
        "from humanloop import Humanloop",
        "from humanloop import *",
        "from humanloop import Humanloop; Humanloop(api_key='k').api_client",
        "from humanloop.type import *; from humanloop.pydantic import *",
        "import humanloop.apis.operations, humanloop.async_rest",
    ],
)
def test_import_is_silent(statement: str) -> None:
    """No warning, no output, no logging handler but the null handler, no change of global settings."""
    # urllib3 adds filters of warnings; that is its own business, and done before the look.
    watch = (
        "import locale, logging, signal, sys, warnings, aiohttp, pydantic, urllib3\n"
        "look = lambda: {'level': logging.root.level, 'handlers': logging.root.handlers[:],"
        " 'own handlers': [*filter(lambda handler: type(handler) is not logging.NullHandler,"
        " logging.getLogger('humanloop').handlers)], 'filters': warnings.filters[:],"
        " 'signals': signal.getsignal(signal.SIGINT), 'locale': locale.getlocale(), 'path': sys.path[:]}\n"
        "before = look()\n"
    )
    compare = "print(*[name for name, value in look().items() if value != before[name]], end='')"
    result = run_python(f"{watch}{statement}\n{compare}", "-W", "error")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def modules() -> dict[str, Path]:
    """All modules of the client side, by their names below `humanloop`."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if parts[0] != "server":
            found[name] = path
    return found


def place_of(module: str) -> str:
    """The row's entry that a module belongs to: itself, or the package around it."""
    while module not in RANK and module:
        module = module.rpartition(".")[0]
    return module


def imports_of(path: Path) -> Iterator[str]:
    """Names below `humanloop` that a module imports when it runs, at its top or inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            nodes += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == "humanloop")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "humanloop":
            assert not node.level
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        nodes += ast.iter_child_nodes(node)


@pytest.mark.parametrize("module", modules())
def test_imports_point_one_way(module: str) -> None:
    place = place_of(module)
    assert place or not module, f"{module} has no place in LAYERS: give it one"
    for name in imports_of(modules()[module]):
        imported = place_of(name.removeprefix("humanloop").removeprefix("."))
        if place in STARTS_SERVERS and name.startswith("humanloop.server"):
            continue
        assert not name.startswith("humanloop.server"), "the client side does not know the server"
        assert RANK[imported] <= RANK[place], f"{module} imports {name}"


def test_no_module_imports_itself_by_a_detour() -> None:
    graph: dict[str, set[str]] = {}
    for module, path in modules().items():
        place = place_of(module)
        targets = {place_of(name.removeprefix("humanloop").removeprefix(".")) for name in imports_of(path)}
        graph.setdefault(place, set()).update(targets - {place})
    assert set(TopologicalSorter(graph).static_order()) == set(RANK)


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_hand_written_modules_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE


def test_the_architecture_page_names_every_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [path.name for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    packages = [f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")]
    assert [name for name in (*modules, *packages) if name not in page] == []
