"""The programs that only the type checkers read leave no method out, and say of which type each answer is."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop
from tests.apis import spec

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = spec.ROOT / "tests" / "typing"


@cache
def functions() -> list[ast.AST]:
    return [
        node
        for path in PROGRAMS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def called(tree: ast.AST) -> set[str]:
    """All calls of a method of `client`, such as `client.chats.raw.acreate`."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@cache
def calls() -> set[str]:
    return {name for function in functions() for name in called(function)}


@cache
def asserted() -> set[str]:
    """The calls whose answer is asserted to be of a type: at once, or by the name that it is given."""
    found: set[str] = set()
    for function in functions():
        values = [
            node.args[0]
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "assert_type"
        ]
        found.update(name for value in values for name in called(value))
        names = {ast.unparse(value) for value in values}
        found.update(name for target, value in bound(function) if target in names for name in called(value))
    return found


def bound(function: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Names in a function, with what they stand for."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value
        elif isinstance(node, ast.With | ast.AsyncWith):
            yield from (
                (ast.unparse(item.optional_vars), item.context_expr) for item in node.items if item.optional_vars
            )


def forms(operation: spec.Operation) -> tuple[set[str], set[str]]:
    """The calls of an operation whose answer has a type, and those that answer nothing."""
    methods = (operation.method, f"a{operation.method}")
    plain = {f"client.{operation.tag}.{method}" for method in methods}
    raw = {f"client.{operation.tag}.raw.{method}" for method in methods}
    if operation.stream:
        stream = operation.method.replace("create", "stream")
        raw |= {f"client.{operation.tag}.{stream}", f"client.{operation.tag}.a{stream}"}
    answers = any(response.get("content") for status, response in responses(operation) if status.startswith("2"))
    return (plain | raw, set()) if answers else (raw, plain)


def responses(operation: spec.Operation) -> Iterator[tuple[str, Any]]:
    described = spec.document()["paths"][operation.path][operation.http_method.lower()]["responses"]
    yield from ((str(status), response) for status, response in described.items())


@pytest.mark.parametrize("operation", spec.operations().values(), ids=spec.operations())
def test_the_type_of_every_form_of_an_operation_is_asserted(operation: spec.Operation) -> None:
    answering, silent = forms(operation)
    assert answering <= asserted()
    assert silent <= calls()


def test_no_form_is_forgotten() -> None:
    operations = spec.operations().values()
    streams = [operation for operation in operations if operation.stream]
    counted = sum(len(part) for operation in operations for part in forms(operation))
    assert counted == 4 * 72 + 2 * len(streams) == 304


def test_the_front_door_is_checked() -> None:
    front_door = {
        f"client.{name}"
        for name in vars(Humanloop)
        if callable(getattr(Humanloop, name)) and not name.startswith("_") and name not in {"close", "aclose"}
    }
    assert len(front_door) == 31
    assert front_door <= asserted()
