"""The programs that only the type checkers read leave no method out."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from humanloop import Humanloop
from tests.apis import spec

PROGRAMS = spec.ROOT / "tests" / "typing"


@cache
def calls() -> set[str]:
    """All calls of a method of `client` in the programs, such as `client.chats.raw.acreate`."""
    return {
        ast.unparse(node.func)
        for path in PROGRAMS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }


@pytest.mark.parametrize("operation", spec.operations().values(), ids=spec.operations())
def test_every_form_of_an_operation_is_checked(operation: spec.Operation) -> None:
    methods = [operation.method, f"a{operation.method}"]
    wanted = {f"client.{operation.tag}.{raw}{method}" for raw in ("", "raw.") for method in methods}
    if operation.stream:
        stream = operation.method.replace("create", "stream")
        wanted |= {f"client.{operation.tag}.{stream}", f"client.{operation.tag}.a{stream}"}
    assert wanted <= calls()


def test_the_front_door_is_checked() -> None:
    front_door = {
        f"client.{name}"
        for name, value in vars(Humanloop).items()
        if callable(value) and not name.startswith("_") and name not in {"close", "aclose"}
    }
    assert len(front_door) == 31
    assert front_door <= calls()
