"""What the page about the architecture names exists: every file, and every name in it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`((?:humanloop|codegen|tests|docs)/[\w/.]+|openapi\.yaml)(?::([\w.-]+))?`", PAGE)))
WISHES = (
    "an endpoint",
    "how every method looks",
    "is called in Python",
    "a header of every request",
    "when a call is tried again",
    "what is sent",
    "another HTTP library",
    "how an answer becomes a model",
    "an error class",
    "an option of single calls",
    "a shortcut of the front door",
    "a provider of models",
    "a provider key",
    "a column on logs",
    "a kind of evaluator",
    "an output form of the command line",
    "the picture of a kind of object",
    "a setting of the server",
)


@pytest.mark.parametrize(("file", "name"), PLACES, ids=[f"{file}:{name}" for file, name in PLACES])
def test_what_is_named_exists(file: str, name: str) -> None:
    path = ROOT / file
    assert path.exists()
    if not name:
        return
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        assert name in set(_defined(ast.parse(text)))
    else:
        assert re.search(rf"^ *{re.escape(name)}:", text, re.MULTILINE)


def _defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines at its top."""
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("wish", WISHES)
def test_the_table_has_a_row_for_every_common_wish(wish: str) -> None:
    (row,) = [line for line in PAGE.partition("## To change X, edit Y")[2].splitlines() if wish in line]
    assert re.search(r"\| .*`[\w/.]+(:[\w-]+)?`.*\|$", row)


def test_places_are_found() -> None:
    assert len(PLACES) > 40
