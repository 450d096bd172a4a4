"""JSON Schemas put into one piece: references followed, and the parts of `allOf`, `anyOf` and `oneOf` joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_STEPS = 12
_JOINED = frozenset({"allOf", "anyOf", "oneOf"})
# Of two lower limits the higher one counts, and the other way round.
_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})


def in_one_piece(schema: Any, root: Any, *, prefers_null: bool = False) -> Any:
    """Answer a schema that says the same without pointing elsewhere, or describes one of several possible forms.

    Args:
        schema: The schema; anything that is none is answered as it is.
        root: The whole document, for `$ref`.
        prefers_null: Whether null is the form to choose where it is one of them.
    """
    for _ in range(_MOST_STEPS):
        if not is_object(schema):
            return schema
        if "$ref" in schema:
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            target = _pointed_at(str(schema["$ref"]), root)
            schema = {**target, **beside} if is_object(target) else target
            continue
        parts = as_array(schema.get("allOf"))
        for key in ("anyOf", "oneOf"):
            parts = [*parts, *_chosen(as_array(schema.get(key)), prefers_null=prefers_null)]
        if not parts:
            return schema
        merged = {key: value for key, value in schema.items() if key not in _JOINED}
        for part in parts:
            merged = merge(merged, in_one_piece(part, root, prefers_null=prefers_null))
        schema = merged
    return schema


def merge(one: Mapping[str, Any], other: Any) -> dict[str, Any]:
    """Join two schemas into one that asks for both."""
    if not is_object(other):
        return dict(one)
    return {**one, **{key: _both(key, one[key], value) if key in one else value for key, value in other.items()}}


def _both(key: str, one: Any, other: Any) -> Any:
    if key in _LOWER or key in _UPPER:
        return max(one, other) if key in _LOWER else min(one, other)
    if key == "properties":
        names = {**as_object(one), **as_object(other)}
        return {
            name: {"allOf": [one[name], other[name]]} if name in one and name in other else names[name]
            for name in names
        }
    if key == "required":
        return list(dict.fromkeys([*as_array(one), *as_array(other)]))
    if key == "enum":
        return [value for value in as_array(one) if value in as_array(other)] or one
    if key == "items":
        return {"allOf": [one, other]}
    if key == "type":
        return _narrower(one, other)
    return other


def _narrower(one: Any, other: Any) -> Any:
    """Answer the types that both allow; an integer is a number too."""
    ones, others = (set(each) if is_list(each) else {each} for each in (one, other))
    common = ones & others
    if not common and "integer" in ones | others:
        return "integer"
    return sorted(common) or other


def _chosen(forms: list[Any], *, prefers_null: bool) -> list[Any]:
    """Choose one of several forms: the first that is not null, unless null is wanted."""
    fit = [form for form in forms if (as_object(form).get("type") == "null") is prefers_null]
    return (fit or forms)[:1]


def _pointed_at(reference: str, root: Any) -> Any:
    target: Any = root
    for part in unquote(reference).removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        target = target.get(name) if is_object(target) else None
    return target
