"""The hand-written modules that a package needs, taken along under the package's own name."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from codegen.cutting import cut
from codegen.spec import Place, Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from codegen.parts import Part

_ERRORS: Final = "core.errors"
_EXPORTS: Final = {
    **dict.fromkeys(["ApiResponse", "AsyncGeneratorResponse", "StreamResponse"], "core.response"),
    "ApiClient": "calls.api_client",
    "ArgumentWarning": "core.notices",
    "Configuration": "configuration",
    "NULL": "core.operation",
}
"""What every package exports of what all clients share, besides all errors: name, and module."""
_HEADER = "# Copied by `python -m codegen`: the part that all clients share. Do not edit.\n"


def imported(text: str, package: str) -> frozenset[str]:
    """The modules of a package that a module imports, also those inside of functions, by their names in the package."""
    names = re.findall(rf"^\s*from {re.escape(package)}\.([\w.]+) import ", text, re.MULTILINE)
    whole = re.findall(rf"^\s*from {re.escape(package)} import ([\w, ]+)", text, re.MULTILINE)
    modules = (name.split(" as ")[0].strip() for line in whole for name in line.split(","))
    return frozenset([*names, *filter(str.islower, modules)])


def copies(
    source: Path, package: str, wanted: Iterable[str], own: Collection[str], left_out: Collection[Part] = ()
) -> dict[str, str]:
    """Copy modules, and what they import in turn.

    Args:
        source: The package that has them.
        package: The package that gets them.
        wanted: Names of modules to start from.
        own: Modules that the package has itself, and packages whose modules it has.
        left_out: What the copies go without.

    Returns:
        The text of each module, by its path below the package.

    Raises:
        SpecError: A module needs one that is not there.
    """
    found: dict[str, str] = {}
    waiting = [*wanted]
    done = {*own}
    while waiting:
        name = waiting.pop()
        if name in done or name.partition(".")[0] in own:
            continue
        done.add(name)
        waiting += [name.rpartition(".")[0]] if "." in name else []
        path = source / f"{name.replace('.', '/')}.py"
        if path.with_suffix("").is_dir():
            path = path.with_suffix("") / "__init__.py"
        if not path.is_file():
            raise SpecError(Problem(Place(str(path), 1), "there is no such module"))
        text = _without(path.read_text(encoding="utf-8"), name, left_out)
        waiting += imported(text, source.name)
        found[path.relative_to(source).as_posix()] = _HEADER + _renamed(text, source.name, package)
    return found


def _without(text: str, name: str, left_out: Collection[Part]) -> str:
    """Cut out of a module what a package goes without."""
    names = {entry for part in left_out for entry in part.names.get(name, ())}
    replaced = {old: new for part in left_out for old, new in part.replaced.get(name, {}).items()}
    return cut(text, names, replaced) if names or replaced else text


def _renamed(text: str, old: str, new: str) -> str:
    return re.sub(rf"^(\s*)(from|import) {re.escape(old)}\b", rf"\1\2 {new}", text, flags=re.MULTILINE)


def exports(source: Path) -> Mapping[str, str]:
    """The public names of what all clients share: name, and module."""
    return {**_EXPORTS, **dict.fromkeys(_classes(source / f"{_ERRORS.replace('.', '/')}.py"), _ERRORS)}


def _classes(path: Path) -> Iterator[str]:
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
            yield statement.name
