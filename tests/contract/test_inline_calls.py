"""Calls that a guide names within a sentence: each can be made as it is spelt, like those in blocks of code."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

import humanloop
from humanloop.apis.operations import OPERATIONS
from humanloop.background.front import Background
from humanloop.core.operation import CallOptions
from tests.apis import spec
from tests.contract.test_documents import FENCE, GUIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# The guide to the generator is about clients of other APIs.
GUIDES_TO_THIS = sorted(page for page in GUIDES.glob("*.md") if page.stem != "generator")
PAGES = [spec.ROOT / "README.md", spec.ROOT / "docs" / "index.md", *GUIDES_TO_THIS]
LEFT_OUT = ast.unparse(ast.parse("..."))
OLD_CELL = re.compile(r"^\|[^|]*\|", re.MULTILINE)
"""First column of the tables of `migrating.md`: how earlier releases and other packages spell it."""


def _class_of(tag: str) -> type:
    found: type = getattr(import_module(f"humanloop.apis.tags.{tag}_api"), f"{tag.title().replace('_', '')}Api")
    return found


TAGS = {tag: _class_of(tag) for tag in sorted({key.partition(".")[0] for key in OPERATIONS})}
OWNERS: list[Any] = [humanloop.Humanloop, humanloop, Background, *TAGS.values()]


def calls_of(page: Path) -> Iterator[ast.Call]:
    """All calls in the inline code of a page that Python can read; `…` stands for something left out."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    text = OLD_CELL.sub("|", text) if page.stem == "migrating" else text
    for spelt in re.findall(r"(?<!`)`([^`]+)`(?!`)", text):
        code = " ".join(spelt.replace(", …)", ", **{'…': ...})").replace("…", "...").split())
        try:
            tree = ast.parse(f"{code}: pass" if code.startswith("with ") else code)
        except SyntaxError:
            continue
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def candidates_of(call: ast.Call) -> list[Callable[..., Any]]:
    """What a call may mean: a method of the tag that it names, else all of this name."""
    *way, name = ast.unparse(call.func).rsplit("(", 1)[-1].split(".")
    if not way and hasattr(builtins, name):
        return []
    owners = [TAGS[way[-1]]] if way and way[-1] in TAGS else [Background] if way[-1:] == ["background"] else OWNERS
    return [found for owner in owners if callable(found := getattr(owner, name, None))]


def problem_of(call: ast.Call, function: Callable[..., Any]) -> str:
    """Say why a call cannot be made as it is spelt; nothing if it can."""
    signature = inspect.signature(function)
    positional = [value for value in call.args if ast.unparse(value) != LEFT_OUT]
    named = {each.arg: each.value for each in call.keywords if each.arg}
    is_whole = LEFT_OUT not in ast.unparse(call)
    own = ["self"] if next(iter(signature.parameters), "") == "self" else []
    try:
        bound = (signature.bind if is_whole else signature.bind_partial)(*own, *positional, **named)
    except TypeError as error:
        return str(error)
    unknown = bound.arguments.get("options", {}).keys() - CallOptions.__annotations__.keys()
    elsewhere = [
        f"{value.id} is given as {name}"
        for name, value in bound.arguments.items()
        if isinstance(value, ast.Name) and value.id in signature.parameters and value.id != name
    ]
    return ", ".join([*sorted(unknown), *elsewhere])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_calls_in_sentences_can_be_made(page: Path) -> None:
    for call in calls_of(page):
        problems = [problem_of(call, function) for function in candidates_of(call)]
        assert not problems or "" in problems, f"{ast.unparse(call)}: {problems}"


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ('update_status(id, status="completed")', False),
        ('update_status(id, "completed")', False),
        ('evaluations.update_status("completed", "ev_1")', True),
        ('update_status(id=…, status="completed")', True),
        ("humanloop.logs.list(…).records[0]", True),
        ("logs.get()", False),
        ("logs.list(project=…)", False),
        ("logs.list(project_id=…, timeout=1)", True),
        ("flush(timeout)", True),
    ],
)
def test_the_calls_of_this_test(code: str, fits: bool, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(f"`{code}`", "utf-8")
    (call,) = calls_of(tmp_path / "page.md")
    functions = candidates_of(call)
    assert functions
    assert fits == ("" in [problem_of(call, function) for function in functions])


def test_most_calls_are_known() -> None:
    assert sum(bool(candidates_of(call)) for page in PAGES for call in calls_of(page)) > 25
