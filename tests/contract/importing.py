"""The imports that modules hold: at their top, inside functions and for types; each module is read once."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


class Import(NamedTuple):
    """What one statement imports.

    Args:
        line: Where it stands.
        names: The modules; that of `from a import b` is `a.b`, that of `from .a import b` is `.a.b`.
        is_inside: Whether it is inside a function.
    """

    line: int
    names: tuple[str, ...]
    is_inside: bool


@cache
def imports_in(path: Path) -> tuple[Import, ...]:
    """All imports of a module."""
    return tuple(_imports(ast.parse(path.read_text(encoding="utf-8")).body, is_inside=False))


def _imports(statements: Iterable[ast.AST], *, is_inside: bool) -> Iterator[Import]:
    """Look at statements and at those within them: no expression holds an import."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield Import(statement.lineno, tuple(alias.name for alias in statement.names), is_inside)
        elif isinstance(statement, ast.ImportFrom):
            origin = "." * statement.level + (statement.module or "")
            yield Import(statement.lineno, tuple(f"{origin}.{alias.name}" for alias in statement.names), is_inside)
        else:
            within = is_inside or isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
            for block in _BLOCKS:
                yield from _imports(getattr(statement, block, ()), is_inside=within)
