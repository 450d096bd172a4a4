"""Definitions are cut out of a module, and what only they needed goes with them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def cut(text: str, names: Collection[str], replaced: Mapping[str, str]) -> str:
    """Leave definitions out of a module.

    Args:
        text: The module.
        names: The definitions; those of a class as `Class.method`.
        replaced: What stands in place of what; each has to be there.

    Raises:
        ValueError: Something of it is not there.
    """
    for old, new in replaced.items():
        if old not in text:
            raise ValueError(f"not there: {old.strip().splitlines()[0]}")
        text = text.replace(old, new)
    left = {*names}
    spans = [span for name, span in _definitions(ast.parse(text)) if name in left]
    left -= {name for name, _ in _definitions(ast.parse(text))}
    if left:
        raise ValueError(f"not there: {', '.join(sorted(left))}")
    lines = text.splitlines()
    gone = {line for first, last in spans for line in range(_with_comments(lines, first), last + 1)}
    return without_unused("\n".join(line for number, line in enumerate(lines, 1) if number not in gone) + "\n")


def _definitions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """The functions, classes and assignments of a module or a class, each with its first and its last line."""
    body: list[ast.stmt] = [child for child in ast.iter_child_nodes(tree) if isinstance(child, ast.stmt)]
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])
            yield prefix + statement.name, (first, statement.end_lineno or first)
            if isinstance(statement, ast.ClassDef):
                yield from _definitions(statement, f"{prefix}{statement.name}.")
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            last = following if _is_text(following) else statement
            if isinstance(target, ast.Name):
                yield prefix + target.id, (statement.lineno, (last or statement).end_lineno or statement.lineno)
        elif isinstance(statement, ast.If):
            yield from _definitions(statement, prefix)


def _is_text(statement: ast.stmt | None) -> bool:
    """Whether a statement is a text alone: it describes what stands before it."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _with_comments(lines: list[str], first: int) -> int:
    """The line where the comments begin that stand above a line."""
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return first


def without_unused(text: str) -> str:
    """Leave imports out that nothing uses, and blocks of imports that become empty."""
    while True:
        tree = ast.parse(text)
        used = {*_used(tree)}
        lines = text.splitlines()
        changed = False
        for statement in sorted(_imports(tree), key=lambda entry: -entry.lineno):
            kept = [alias for alias in statement.names if _bound(alias) in used]
            if len(kept) == len(statement.names):
                continue
            new = [f"{' ' * statement.col_offset}{_written(statement, kept)}"] if kept else []
            lines[statement.lineno - 1 : statement.end_lineno] = new
            changed = True
        text = re.sub(r"^if TYPE_CHECKING:\n(?!\s*\n*[ ])", "", "\n".join(lines) + "\n", flags=re.MULTILINE)
        if not changed:
            return text


def _imports(tree: ast.AST) -> Iterator[ast.ImportFrom | ast.Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module != "__future__"):
            yield node


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _written(statement: ast.ImportFrom | ast.Import, names: list[ast.alias]) -> str:
    return ast.unparse(
        ast.ImportFrom(statement.module, names, statement.level)
        if isinstance(statement, ast.ImportFrom)
        else ast.Import(names)
    )


def _used(tree: ast.AST) -> Iterator[str]:
    """The names that a module uses, also in texts that are types or names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
            yield from re.findall(r"\w+", node.value) if len(node.value) < 60 and " " not in node.value else ()
