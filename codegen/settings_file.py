"""Reads a file of settings: where each stands, and whether it is of the kind that it has to be."""

from __future__ import annotations

import keyword
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from codegen.naming import RESERVED_PARAMETERS
from codegen.plain import is_list, is_object
from codegen.spec import Node, Place, Problem, SpecError
from codegen.toml_lines import line_in, line_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_Kind = tuple[str, "Callable[[Any], bool]"]
_TABLE: Final[_Kind] = "a table", is_object
_TEXT: Final[_Kind] = "a text that is not empty", lambda value: isinstance(value, str) and bool(value.strip())
_FLAG: Final[_Kind] = "true or false", lambda value: isinstance(value, bool)
_TEXTS: Final[_Kind] = "a list of texts", lambda value: is_list(value) and all(isinstance(part, str) for part in value)
_SECONDS: Final[_Kind] = (
    "a finite number above 0",
    lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < float("inf"),
)
_NAME: Final[_Kind] = (
    "a name that a parameter can have in Python",
    lambda value: (
        isinstance(value, str)
        and value.isidentifier()
        and not keyword.iskeyword(value)
        and value not in RESERVED_PARAMETERS
    ),
)
_ROOT: Final = {
    "client": _TABLE,
    "leave-out": _TEXTS,
    "operations": _TABLE,
    "project": _TABLE,
    "schemas": _TABLE,
}
_PROJECT: Final = {"notebooks": _FLAG, "sessions": _FLAG}
_CLIENT: Final = {
    **dict.fromkeys(("bodies", "class", "display", "enumerations", "environment", "host-note", "key-note"), _TEXT),
    **dict.fromkeys(("method-names", "models", "other-releases", "package", "problems", "security", "types"), _TEXT),
    **dict.fromkeys(("idempotency-keys", "raw-modules"), _FLAG),
}
"""What is a text or a flag in it; all else is told by who reads it."""
EXTENSIONS: Final = {
    "pages": _TABLE,
    "positional": _TEXTS,
    "provider-keys": _TEXT,
    "stream": _TABLE,
    "timeout": _SECONDS,
}
"""What can be said of an operation as an extension of OpenAPI."""
_OPERATION: Final = {"name": _TEXT, "parameters": _TABLE, "tag": _TEXT, **EXTENSIONS}


@dataclass(frozen=True)
class Settings:
    """What a file of settings says."""

    root: Node

    def flag(self, name: str) -> bool:
        """Whether a setting of the project is on."""
        return self.root.get("project").flag(name)


def read_settings(path: Path) -> Settings:
    """Read a file of settings.

    Raises:
        SpecError: It is no TOML, or says what nobody reads, or not as it has to be said.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SpecError(Problem(Place(path.name, 1), f"not TOML: {error}")) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpecError(Problem(Place(path.name, line_in(error, text)), f"not TOML: {error}")) from error
    root = _node(values, Place(path.name, 1), lines_of(text))
    _check(root, _ROOT)
    _check(root.get("project"), _PROJECT)
    _check_kinds(root.get("client"), _CLIENT)
    _check_kinds(root.get("schemas"), dict.fromkeys(root.get("schemas").fields, _TEXT))
    for name, operation in root.get("operations"):
        _check_kinds(root["operations"], {name: _TABLE})
        _check(operation, _OPERATION)
        parameters = operation.get("parameters")
        _check_kinds(parameters, dict.fromkeys(parameters.fields, _NAME))
    return Settings(root)


def _check(node: Node, known: Mapping[str, _Kind]) -> None:
    for key, child in node:
        if key not in known:
            options = ", ".join(f"`{name}`" for name in sorted(known))
            raise SpecError(Problem(child.place, f"unknown: `{key}`; known here: {options}"))
    _check_kinds(node, known)


def _check_kinds(node: Node, known: Mapping[str, _Kind]) -> None:
    for key, child in node:
        wanted, fits = known.get(key, ("", None))
        if fits is not None and not fits(child.value):
            raise SpecError(Problem(child.place, f"`{key}` has to be {wanted}, not `{child.value}`"))


def _node(value: Any, place: Place, lines: Mapping[tuple[str, ...], int]) -> Node:
    """Make a node of what TOML holds."""

    def child(key: str, part: Any) -> Node:
        path = (*place.path, key)
        return _node(part, Place(place.file, line_of(lines, path), path), lines)

    if is_object(value):
        fields = {key: child(key, part) for key, part in value.items()}
        return Node({name: node.value for name, node in fields.items()}, place, fields=fields)
    if is_list(value):
        elements = tuple(child(str(index), part) for index, part in enumerate(value))
        return Node([element.value for element in elements], place, elements=elements)
    return Node(value, place)
