"""What is installed with the package, and what can be asked for besides."""

from __future__ import annotations

import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.apis.spec import ROOT
from tests.contract.importing import imports_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def test_the_base_is_small() -> None:
    assert names(PROJECT["dependencies"]) == {"urllib3", "pydantic", "typing-extensions", "certifi", "python-dateutil"}


def test_extras() -> None:
    assert set(EXTRAS) == {
        *("async", "server", "postgres", "cli", "requests", "notebook", "testing", "opentelemetry"),
        *("bedrock", "prices", "parquet", "redact", "docs", "dev"),
    }
    assert EXTRAS["notebook"] == []
    assert names(EXTRAS["async"]) == {"aiohttp", "yarl"}
    assert names(EXTRAS["cli"]) == {"rich", "typer"}
    assert names(EXTRAS["postgres"]) == {"psycopg"}
    assert names(EXTRAS["redact"]) == {"google-re2"}
    assert names(EXTRAS["parquet"]) == {"polars"}
    assert names(EXTRAS["bedrock"]) == {"botocore"}
    assert names(EXTRAS["prices"]) == {"genai-prices"}
    assert names(EXTRAS["requests"]) == {"requests"}
    assert names(EXTRAS["opentelemetry"]) == {"opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-http"}


def test_the_readme_tells_of_every_extra_that_users_need() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE) == [
        *(
            "async",
            "server",
            "postgres",
            "cli",
            "testing",
            "requests",
            "bedrock",
            "prices",
            "parquet",
            "redact",
            "opentelemetry",
            "notebook",
        ),
    ]


PACKAGE = ROOT / "humanloop"
NEEDS = {
    "cli": ("cli",),
    "server": ("server",),
    "testing": ("testing",),
    "transport/aiohttp_messages.py": ("async",),
    "transport/aiohttp_sessions.py": ("async",),
    "transport/aiohttp_transport.py": ("async",),
    "transport/requests_transport.py": ("requests",),
}
"""Folder or module → the extras that it is installed with; all else is the base."""
DISTRIBUTIONS = {
    "dateutil": "python-dateutil",
    "pydantic_settings": "pydantic-settings",
    "python_multipart": "python-multipart",
    "yaml": "pyyaml",
}
"""Import package → distribution, where the names differ."""
PART_OF = {"pydantic_core": "pydantic"}
"""What a dependency brings along in the one version that fits it, as a part of itself."""
BROUGHT = {
    # Answers become tables of the library that a program has, and the session that it lends is one of requests.
    ("response", "pandas"),
    ("response", "polars"),
    ("apis", "requests"),
    ("calls", "requests"),
    # Who has a tracer provider has it.
    ("calls", "opentelemetry"),
    # Settings say what to install before it is used.
    ("server", "opentelemetry"),
    # The fixture is there for those who run pytest.
    ("testing", "pytest"),
}
"""What a folder imports where the program brings it: inside a function that says so, or for types only."""


def declared(extras: tuple[str, ...]) -> set[str]:
    """What is installed for some extras, also for those that they name."""
    found = names(PROJECT["dependencies"])
    for extra in extras:
        for requirement in EXTRAS[extra]:
            if requirement.startswith("humanloop["):
                found |= declared(tuple(requirement.partition("[")[2].rstrip("]").split(",")))
            else:
                found |= names([requirement])
    return found


def imports_of(path: Path) -> Iterator[str]:
    """The packages that a module imports, at its top, inside a function or for types, but the standard library's."""
    for found in imports_in(path):
        yield from {name.partition(".")[0] for name in found.names} - {*sys.stdlib_module_names, "humanloop"}


MODULES = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))]


@pytest.mark.parametrize("module", MODULES)
def test_what_is_imported_is_declared(module: str) -> None:
    folder = module.partition("/")[0]
    available = declared(NEEDS.get(module) or NEEDS.get(folder, ()))
    for name in imports_of(PACKAGE / module):
        # A script that runs in a process of its own finds its neighbour by its bare name.
        is_neighbour = (PACKAGE / module).with_name(f"{name}.py").is_file()
        needed = DISTRIBUTIONS.get(name, PART_OF.get(name, name))
        assert is_neighbour or (folder, name) in BROUGHT or needed in available, name


def test_each_requirement_is_bounded_below() -> None:
    unbounded = [text for wanted in EXTRAS.values() for text in wanted if ">" not in text and "humanloop[" not in text]
    assert unbounded == []
