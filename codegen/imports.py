"""Which names a generated module has to import, found out from the types that are written in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MODULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(["Annotated", "Any", "Dict", "List", "Literal", "NotRequired", "Optional", "Union"], "typing"),
    **dict.fromkeys(["TYPE_CHECKING", "TypeAlias", "TypedDict", "Unpack"], "typing"),
    **dict.fromkeys(["Mapping", "Sequence"], "collections.abc"),
    **dict.fromkeys(["date", "datetime"], "datetime"),
    "Field": "pydantic",
    **dict.fromkeys(["CountedPage", "Page"], "{runtime}.response.pages"),
    "Model": "{runtime}.response.model",
    **dict.fromkeys(["File", "MaxLength", "MinLength", "OpenObject"], "{runtime}.core.operation"),
}
_TEXT: Final = re.compile(r'"((?:types|models)\.\w+)"|"(?:[^"\\]|\\.)*"')
NAME_OR_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.])[A-Za-z_]\w*')
_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def names_in(expressions: Iterable[str]) -> frozenset[str]:
    """All names that type expressions use; texts in `Literal[...]` are no names."""
    return frozenset(name for text in expressions for name in _NAME.findall(_TEXT.sub(r"\1", text)))


def import_lines(
    names: Iterable[str], *, package: str, runtime: str, models: str = "models", types: str = "types"
) -> tuple[str, ...]:
    """Write the imports of some names; those that need none are passed over.

    Args:
        names: The names.
        package: The generated package.
        runtime: The package of the hand-written modules.
        models: The package of what is received, inside of it.
        types: The package of what is sent, inside of it.
    """
    modules: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        if module := _MODULES.get(name):
            modules.setdefault(module.format(runtime=runtime), []).append(name)
    lines = [f"from {module} import {', '.join(members)}" for module, members in sorted(modules.items())]
    if "models" in names:
        lines.append(_imported(package, models, "models"))
    if "types" in names:
        lines.append(_imported(package, types, "types"))
    return tuple(lines)


def _imported(package: str, name: str, wanted: str) -> str:
    return f"from {package} import {name}" + (f" as {wanted}" if name != wanted else "")
