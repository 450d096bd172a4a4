"""Small modules are put together with the module that they serve."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def join(texts: Mapping[str, str], package: str, into: Mapping[str, str]) -> dict[str, str]:
    """Put modules of a package together.

    Args:
        texts: All modules, by their dotted names below the package.
        package: The package.
        into: Module → module that takes it in, one after the other; those that are not there are passed over.

    Returns:
        The modules that are left; all of them import from where things are now.

    Raises:
        ValueError: Two modules that are put together have a public name in common.
    """
    found = dict(texts)
    for guest, host in into.items():
        if guest not in found or host not in found:
            continue
        old, new = f"{package}.{guest}", f"{package}.{host}"
        found[host] = _together(_Parts.of(found.pop(guest)), _Parts.of(found[host]), old, new)
        pattern = re.compile(rf"^(\s*from ){re.escape(old)} import ", re.MULTILINE)
        found = {name: pattern.sub(rf"\g<1>{new} import ", text) for name, text in found.items()}
    return found


def home_of(module: str, into: Mapping[str, str]) -> str:
    """The module where something is in the end."""
    while module in into:
        module = into[module]
    return module


@dataclass(frozen=True)
class _Parts:
    """A module taken apart."""

    title: str
    """Its comment and its docstring."""
    imports: tuple[str, ...]
    typing: tuple[str, ...]
    """What it imports for types only."""
    body: str
    names: frozenset[str]
    """What it defines."""
    sources: frozenset[str]
    """The modules that it imports from at once."""

    @classmethod
    def of(cls, text: str) -> _Parts:
        tree = ast.parse(text)
        lines = text.splitlines()
        imports: list[str] = []
        typing: list[str] = []
        rest: list[ast.stmt] = []
        for statement in tree.body[1:]:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                imports.append(_source(lines, statement))
            elif isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING" and not rest:
                # Some define names for types, besides importing some.
                typing += [_source(lines, child) for child in statement.body]
            else:
                rest.append(statement)
        first = min((_start(entry) for entry in rest), default=len(lines) + 1)
        while rest and lines[first - 2].startswith("#"):
            first -= 1
        return cls(
            title="\n".join(lines[: tree.body[0].end_lineno]),
            imports=tuple(entry for entry in imports if "__future__" not in entry),
            typing=tuple(typing),
            body="\n".join(lines[first - 1 :]),
            names=frozenset(_defined(rest)),
            sources=frozenset(entry.module or "" for entry in tree.body if isinstance(entry, ast.ImportFrom)),
        )


def _source(lines: list[str], statement: ast.stmt) -> str:
    found = lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(line[statement.col_offset :] for line in found)


def _start(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(entry.lineno for entry in decorators)])


def _defined(statements: list[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def _together(guest: _Parts, host: _Parts, guest_name: str, host_name: str) -> str:
    """Write one module of two."""
    both = guest.names & host.names - {"T"}
    if any(not name.startswith("_") or name.startswith("__") for name in both):
        raise ValueError(f"`{guest_name}` and `{host_name}` both define {', '.join(sorted(both))}")
    body = guest.body
    for name in both:
        body = re.sub(rf"(?<![\w.]){name}\b", f"{name}_of_{guest_name.rpartition('.')[2]}", body)
    bodies = [host.body, body] if host_name in guest.sources else [body, host.body]
    if "T" in guest.names & host.names:
        bodies[1] = re.sub(r"^T = TypeVar.*\n", "", bodies[1], flags=re.MULTILINE)
    types = sorted((*host.typing, *guest.typing), key=lambda entry: not entry.startswith(("from ", "import ")))
    typing = "\n".join(f"    {line}" for entry in types for line in entry.splitlines())
    text = "\n".join(
        [
            host.title,
            "from __future__ import annotations",
            *host.imports,
            *guest.imports,
            *(["if TYPE_CHECKING:", typing] if typing else []),
            "",
            "\n\n".join(bodies),
            "",
        ]
    )
    return _without_own(text, {guest_name, host_name})


def _without_own(text: str, own: set[str]) -> str:
    """Leave out what a module would import from itself."""
    lines = text.splitlines()
    for node in sorted(ast.walk(ast.parse(text)), key=lambda node: -getattr(node, "lineno", 0)):
        if isinstance(node, ast.ImportFrom) and node.module in own:
            first = node.lineno
            while node.col_offset and lines[first - 2].lstrip().startswith("#"):
                first -= 1  # It says why that import was inside of a function.
            lines[first - 1 : node.end_lineno] = []
    return re.sub(r"^if TYPE_CHECKING:\n(?!\s*\n*[ ])", "", "\n".join(lines) + "\n", flags=re.MULTILINE)
