"""What kind of value each part of a description has to be, so that a slip of the pen is told and not passed over."""

from __future__ import annotations

from typing import Any, Final

from codegen.spec import Node, Problem

_LISTS: Final = frozenset(
    {"x-positional", "allOf", "anyOf", "enum", "oneOf", "parameters", "security", "servers", "tags"}
)
_OBJECTS: Final = frozenset(
    {
        *("components", "content", "discriminator", "headers", "info", "mapping", "paths", "properties", "requestBody"),
        *("requestBodies", "responses", "schemas", "securitySchemes", "variables"),
    }
)
_FLAGS: Final = frozenset({"deprecated", "explode", "nullable", "readOnly", "uniqueItems", "writeOnly"})
_COUNTS: Final = frozenset({"maxItems", "maxLength", "minItems", "minLength"})
_TEXTS: Final = frozenset({"$ref", "description", "format", "in", "name", "operationId", "style", "summary", "title"})
_FINITE: Final = "a finite number above 0"
_WANTED: Final = {
    **dict.fromkeys(_LISTS, "a list"),
    **dict.fromkeys(_OBJECTS, "an object"),
    **dict.fromkeys(_FLAGS, "true or false"),
    **dict.fromkeys(_COUNTS, "a whole number"),
    **dict.fromkeys(_TEXTS, "a text"),
    "items": "a schema",
    "x-timeout": _FINITE,
    "schema": "a schema",
}
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "a list": (list,),
    "an object": (dict,),
    "true or false": (bool,),
    "a whole number": (int,),
    _FINITE: (int, float),
    "a text": (str, int, float),
    "a schema": (dict, bool),
}


def misshapen(node: Node, what: str) -> list[Problem]:
    """List the children of an object that are of another kind than they have to be; null counts as left out.

    Args:
        node: The object.
        what: What it is, as messages call it.
    """
    if node.value is True and "schema" in what:
        return []  # Anything fits.
    if node.value is not None and not isinstance(node.value, dict):
        return [Problem(node.place, f"{what} has to be an object")]
    found: list[Problem] = []
    for key, child in node:
        wanted = _wanted(key, what)
        if wanted and child.value is not None and not _is(child.value, wanted):
            found.append(Problem(child.place, f"`{key}` has to be {wanted}"))
    return found


def _wanted(key: str, what: str) -> str:
    if what.startswith("`x-"):
        return ""
    if key == "required":
        return "a list" if "object" in what or "schema" in what else "true or false"
    if what == "`components`" and key in {"parameters", "headers", "examples"}:
        return "an object"
    return _WANTED.get(key, "")


def _is(value: Any, wanted: str) -> bool:
    kinds = _KINDS[wanted]
    is_one = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    return is_one and (wanted != _FINITE or 0 < value < float("inf"))
