"""Which folder of the package may import which: one way, and nowhere in a circle.

Imports inside functions and for types count like any other.
"""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT
from tests.contract.importing import imports_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

PACKAGE = ROOT / "humanloop"

FLOORS = (
    "spec",
    "core version",
    "configuration request display",
    "response transport",
    "pydantic",
    "type",
    "calls",
    "apis",
    "background",
    "client",
    "local_client testing cli",
    "__main__",
)
"""Folders and modules of `humanloop`, from the ground up; each imports itself and the floors below."""
SERVER_FLOORS = (
    "database_urls own_spans rounds tally",
    "command documentation errors json_values provider_settings redaction storable suggestions validation",
    "settings",
    "listening log_lines options outgoing_traces prices store",
    "settings_doubts",
    "domain",
    "tracing",
    "generation prompt",
    "moving",
    "evaluation",
    "presence retention",
    "service",
    "http",
    "routes",
    "web",
    "app",
    "running",
    "commands workers",
    "greeting",
    "cli",
)
"""The same for those of `humanloop.server`."""


def ranks(floors: Iterable[str]) -> dict[str, int]:
    """The number of the floor of each folder and module."""
    return {name: rank for rank, floor in enumerate(floors) for name in floor.split()}


RANK = ranks(FLOORS)
SERVER_RANK = ranks(SERVER_FLOORS)
FACES = {"", "api_client", "exceptions", "records", "rest", "tables"}
FACES |= {"decorators", "errors", "otel", "prompts", "requests", "types"}
"""Modules that only repeat names, by import paths that programs use, or refuse them; no other module imports them."""
STARTS_SERVERS = {"local_client", "testing", "cli"}
"""What may import the server, when a program asks for one; the server imports none of them."""
GENERATED_MODELS = {"type", "pydantic"}
"""Their modules name each other, because the API's schemas do."""


def modules() -> dict[str, Path]:
    """All modules of the package, by their names below `humanloop`; a folder's `__init__` by the folder's."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = modules()


def imports_of(module: str) -> Iterator[str]:
    """The modules below `humanloop` that a module imports, at its top, inside a function or for types."""
    for found in imports_in(MODULES[module]):
        for name in found.names:
            assert not name.startswith("."), f"{module} imports by a relative name"
            if name.partition(".")[0] == "humanloop":
                yield module_of(name.partition(".")[2], MODULES)


def module_of(name: str, modules: Container[str]) -> str:
    """The module that defines a name; an empty text if it is none of these."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


def top(module: str) -> str:
    """The folder that a module is in, or the module itself at the root."""
    return module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in MODULES if top(name) not in FACES | {"server"}])
def test_imports_point_one_way(module: str) -> None:
    place = top(module)
    assert place in RANK, f"{module} has no place in FLOORS: give it one"
    for name in imports_of(module):
        imported = top(name)
        if imported == "server" and place in STARTS_SERVERS:
            continue
        assert imported in RANK, f"{module} imports {name or 'humanloop'}"
        assert imported == place or RANK[imported] < RANK[place], f"{module} imports {name}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("server.")])
def test_imports_of_the_server_point_one_way(module: str) -> None:
    place = top(module.removeprefix("server."))
    assert place in SERVER_RANK, f"{module} has no place in SERVER_FLOORS: give it one"
    for name in imports_of(module):
        if top(name) != "server":
            assert top(name) in RANK.keys() - STARTS_SERVERS, f"{module} imports {name or 'humanloop'}"
            continue
        imported = top(name.removeprefix("server."))
        assert imported in SERVER_RANK, f"{module} imports humanloop.{name}"
        assert imported == place or SERVER_RANK[imported] < SERVER_RANK[place], f"{module} imports {name}"


def test_no_module_imports_itself_by_a_detour() -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        node = top(module) if top(module) in GENERATED_MODELS else module
        names = {top(name) if top(name) in GENERATED_MODELS else name for name in imports_of(module)}
        graph.setdefault(node, set()).update(names - {node})
    assert len([*TopologicalSorter(graph).static_order()]) > 250


@pytest.mark.parametrize("folder", ["codegen", "benchmarks", "tests"])
def test_no_module_beside_the_package_imports_itself_by_a_detour(folder: str) -> None:
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in (ROOT / folder).rglob("*.py")}
    paths = {module.removesuffix(".__init__"): path for module, path in paths.items()}
    graph: dict[str, set[str]] = {}
    for module, path in paths.items():
        names = {module_of(name, paths) for found in imports_in(path) for name in found.names}
        graph[module] = names - {module, ""}
    assert sum(map(len, graph.values())) > len(paths) / 2
    assert len([*TopologicalSorter(graph).static_order()]) == len(paths)


def test_only_what_programs_see_stands_outside_of_folders() -> None:
    names = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert names - FACES == {"__main__", "client", "configuration", "local_client", "version"}


@pytest.mark.parametrize("face", sorted(FACES - {""}))
def test_a_face_only_repeats_names(face: str) -> None:
    tree = ast.parse(MODULES[face].read_text(encoding="utf-8"))
    assert {type(statement) for statement in tree.body} <= {ast.Expr, ast.ImportFrom, ast.Assign}


def test_the_architecture_page_names_every_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [path.name for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    packages = [f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")]
    assert [name for name in (*modules, *packages) if name not in page] == []


MOST_INSIDE = 35
"""Imports inside functions, outside of the generated folders."""
GENERATED = GENERATED_MODELS | {"apis", "spec"}


def imports_inside(module: str) -> list[int]:
    """The lines on which a module imports inside a function."""
    return [found.line for found in imports_in(MODULES[module]) if found.is_inside]


def test_few_imports_are_inside_functions_and_each_says_why() -> None:
    inside = {module: imports_inside(module) for module in MODULES if top(module) not in GENERATED}
    assert 10 < sum(map(len, inside.values())) <= MOST_INSIDE
    for module, numbers in inside.items():
        lines = MODULES[module].read_text(encoding="utf-8").splitlines()
        for number in numbers:
            own, _, reason = lines[number - 1].partition("# noqa: PLC0415")
            above = [line.strip() for line in lines[max(number - 4, 0) : number - 1]]
            assert reason.startswith(" - ") or any(line.startswith("#") for line in above), f"{module}: {own.strip()}"


def test_pages_for_people_ask_the_domain() -> None:
    pages = PACKAGE / "server" / "web" / "pages"
    wrong = [path.name for path in sorted(pages.glob("*.py")) if "humanloop.server.store" in path.read_text("utf-8")]
    assert wrong == [], "what a page shows is a function of the domain"
