"""An example value for a JSON Schema: the simplest one that fits, and always the same."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from humanloop.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMATS = {
    "date": "2024-01-31",
    "date-time": "2024-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}
_DEEPEST = 12


def example_of(schema: Any, root: Any = None, depth: int = 0) -> Any:
    """Make a value that fits a schema.

    Args:
        schema: The schema.
        root: The whole document, for `$ref`; the schema itself if none is given.
        depth: How deep inside of the value this is.
    """
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if not is_object(schema):
        return "text"
    if "const" in schema:
        return schema["const"]
    for key in ("enum", "examples"):
        if schema.get(key):
            return schema[key][0]
    if "default" in schema:
        return schema["default"]
    kind = schema.get("type")
    if is_list(kind):
        kind = next((each for each in kind if each != "null"), "null")
    if kind == "object" or (kind is None and "properties" in schema):
        return _object(schema, root, depth)
    if kind == "array":
        return _array(schema, root, depth)
    if kind in {"integer", "number"}:
        return _number(schema, whole=kind == "integer")
    return {"boolean": True, "null": None}[kind] if kind in {"boolean", "null"} else _string(schema)


def _resolved(schema: Any, root: Any) -> Any:
    """Follow `$ref`, and put `allOf` and the first form of `anyOf` or `oneOf` into one schema."""
    for _ in range(_DEEPEST):
        if not is_object(schema):
            return schema
        if "$ref" in schema:
            schema = _pointed_at(str(schema["$ref"]), root)
            continue
        parts = [*as_array(schema.get("allOf")), *as_array(schema.get("anyOf"))[:1], *as_array(schema.get("oneOf"))[:1]]
        if not parts:
            return schema
        merged = {key: value for key, value in schema.items() if key not in {"allOf", "anyOf", "oneOf"}}
        for part in parts:
            merged = _merged(merged, _resolved(part, root))
        schema = merged
    return schema


def _merged(one: Mapping[str, Any], other: Any) -> dict[str, Any]:
    if not is_object(other):
        return dict(one)
    result = {**one, **other}
    if "properties" in one and "properties" in other:
        result["properties"] = {**one["properties"], **other["properties"]}
    if "required" in one and "required" in other:
        result["required"] = [*one["required"], *other["required"]]
    return result


def _pointed_at(reference: str, root: Any) -> Any:
    target: Any = root
    for part in reference.removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        target = target.get(name) if is_object(target) else None
    return target


def _object(schema: Mapping[str, Any], root: Any, depth: int) -> dict[str, Any]:
    properties = as_object(schema.get("properties"))
    # What is optional is left out below the top, so that schemas that name themselves come to an end.
    names = as_array(schema.get("required")) or ([] if depth else list(properties))
    if depth > _DEEPEST:
        return {}
    return {name: example_of(properties.get(name, {}), root, depth + 1) for name in names}


def _array(schema: Mapping[str, Any], root: Any, depth: int) -> list[Any]:
    length = max(schema.get("minItems", 0), 0 if depth > _DEEPEST or schema.get("maxItems") == 0 else 1)
    item = example_of(schema.get("items", {}), root, depth + 1)
    if not schema.get("uniqueItems"):
        return [item] * length
    choices = schema.get("items", {}).get("enum")
    if choices:
        return list(choices[:length])
    return [item if index == 0 else _another(item, index) for index in range(length)]


def _another(item: Any, index: int) -> Any:
    return item + index if isinstance(item, (int, float)) else f"{item}{index}" if isinstance(item, str) else item


def _number(schema: Mapping[str, Any], *, whole: bool) -> float:
    step = schema.get("multipleOf") or (1 if whole else None)
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if isinstance(above, (int, float)) and not isinstance(above, bool):
        low = above + (step or _gap(above, high if high is not None else below))
    if isinstance(below, (int, float)) and not isinstance(below, bool):
        high = below - (step or _gap(below, low))
    value = 1 if low is None or low <= 1 else low
    if high is not None and value > high:
        value = high
    if step:
        value = ceil(value / step) * step
        while high is not None and value > high:
            value -= step
    return int(value) if whole else value


def _gap(edge: float, other: float | None) -> float:
    """Choose how far to stay away from an edge that itself is out."""
    return 1 if other is None else abs(other - edge) / 2 or 1


def _string(schema: Mapping[str, Any]) -> str:
    text = _FORMATS.get(schema.get("format", ""), "text")
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength")
    text = text.ljust(shortest, "x")
    return text if longest is None else text[:longest]
