"""What is installed with the package, and what can be asked for besides."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from tests.apis.spec import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def test_the_base_is_small() -> None:
    assert names(PROJECT["dependencies"]) == {"urllib3", "pydantic", "typing-extensions", "certifi", "python-dateutil"}


def test_extras() -> None:
    assert set(EXTRAS) == {
        *("async", "server", "postgres", "cli", "requests", "notebook", "testing"),
        *("docs", "dev"),
    }
    assert EXTRAS["notebook"] == []
    assert names(EXTRAS["async"]) == {"aiohttp"}
    assert names(EXTRAS["cli"]) == {"typer"}
    assert names(EXTRAS["postgres"]) == {"psycopg"}
    assert names(EXTRAS["requests"]) == {"requests"}


def test_the_readme_tells_of_every_extra_that_users_need() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE) == [
        *("async", "server", "postgres", "cli", "testing", "requests", "notebook"),
    ]
