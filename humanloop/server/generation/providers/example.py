"""An example value for a JSON Schema: a simple one that fits, and always the same.

Conditions (`if`, `not`, `dependentSchemas`) are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.generation.providers.example_schema import in_one_piece, merge
from humanloop.server.generation.providers.example_text import example_text
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEEPEST = 12
# From here on null is preferred, so that what may go on for ever stays short.
_DEEP = 3
_MOST_VALUES = 5000
_KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class SchemaError(ValueError):
    """A schema that makes no sense, or only sense of a size that nobody wants."""


def example_of(schema: Any) -> Any:
    """Make a value that fits a schema.

    Raises:
        SchemaError: There is nothing to be made of it.
    """
    try:
        return _Examples(schema).make(schema)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise SchemaError(str(error)) from error


@dataclass
class _Examples:
    """Makes examples for the parts of a schema.

    Args:
        root: The whole schema, for `$ref`.
        left: Values that may still be made.
    """

    root: Any
    left: int = _MOST_VALUES

    def make(self, schema: Any, depth: int = 0, turn: int = 0) -> Any:
        """Make an example.

        Args:
            schema: The schema.
            depth: How deep inside of the value this is.
            turn: Which of several different ones.
        """
        self.left -= 1
        if self.left < 0:
            raise SchemaError(f"a value that fits has more than {_MOST_VALUES} parts")
        schema = in_one_piece(schema, self.root, prefers_null=depth >= _DEEP)
        if not is_object(schema):
            return "text"
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][turn % len(schema["enum"])]
        kind = _kind(schema, prefers_null=depth >= _DEEP)
        for given in ([schema["default"]] if "default" in schema else []) + as_array(schema.get("examples")):
            if turn == 0 and _is_of(given, kind):
                return given
        if kind == "object":
            return self._object(schema, depth, turn)
        if kind == "array":
            return self._array(schema, depth, turn)
        if kind in {"integer", "number"}:
            return _number(schema, turn, whole=kind == "integer")
        return {"boolean": turn % 2 == 0, "null": None}[kind] if kind in {"boolean", "null"} else _text(schema, turn)

    def _object(self, schema: Mapping[str, Any], depth: int, turn: int) -> dict[str, Any]:
        if depth > _DEEPEST:
            return {}
        properties = as_object(schema.get("properties"))
        names = _with_dependents(as_array(schema.get("required")), as_object(schema.get("dependentRequired")))
        # What is optional is left out below the top, so that schemas that name themselves come to an end.
        least, most = schema.get("minProperties", 0), schema.get("maxProperties", len(properties) + len(names))
        wanted = max(least, 0 if depth or names else most)
        names += [name for name in properties if name not in names][: max(0, wanted - len(names))]
        pattern = as_object(schema.get("propertyNames")).get("pattern")
        patterns = as_object(schema.get("patternProperties"))
        pattern = next(iter(patterns), None) if pattern is None else pattern
        for number in range(min(2 * least, _MOST_VALUES)):
            if len(names) < least:
                names += [name for name in [_key(pattern, number)] if name not in names]
        other = next(iter(patterns.values()), schema.get("additionalProperties", {}))
        return {name: self.make(properties.get(name, other), depth + 1, turn) for name in names}

    def _array(self, schema: Mapping[str, Any], depth: int, turn: int) -> list[Any]:
        rest = schema.get("items", {})
        first = as_array(schema.get("prefixItems")) or as_array(rest)
        rest = schema.get("additionalItems", {}) if is_list(rest) else rest
        is_open = rest is not False and depth <= _DEEPEST
        least = max(schema.get("minItems", 0), 1 if is_open and schema.get("maxItems") != 0 else 0, len(first))
        length = min(least, schema.get("maxItems", least), _MOST_VALUES, least if is_open else len(first))
        schemas = [first[index] if index < len(first) else rest for index in range(length)]
        if "contains" in schema:
            needed = schema.get("minContains", 1)
            places = range(len(first), max(len(first) + needed, length))
            schemas = [*schemas[: len(first)], *(rest for _ in places)]
            for place in list(places)[:needed]:
                schemas[place] = merge(as_object(in_one_piece(rest, self.root)), as_object(schema["contains"]))
        if not schema.get("uniqueItems"):
            return [self.make(each, depth + 1, turn) for each in schemas]
        return self._different(schemas, depth, turn)

    def _different(self, schemas: list[Any], depth: int, turn: int) -> list[Any]:
        found: list[Any] = []
        for each in schemas:
            tries = (self.make(each, depth + 1, turn + number) for number in range(len(schemas) + 1))
            found += [item for item in tries if item not in found][:1]
        return found


def _kind(schema: Mapping[str, Any], *, prefers_null: bool) -> str:
    kind = schema.get("type")
    if is_list(kind):
        fit = [each for each in kind if (each == "null") is prefers_null]
        kind = (fit or kind or ["string"])[0]
    if isinstance(kind, str):
        return kind
    if "properties" in schema or "required" in schema or "minProperties" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema or "minItems" in schema:
        return "array"
    return "number" if "minimum" in schema or "maximum" in schema else "string"


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, _KINDS.get(kind, ())) and isinstance(value, bool) == (kind == "boolean")


def _key(pattern: str | None, number: int) -> str:
    if pattern is None:
        return f"key{number + 1}"
    # Whatever follows a pattern that is open at its end makes no difference to it.
    return example_text(pattern=pattern, turn=number) + ("" if pattern.endswith("$") or not number else str(number))


def _with_dependents(required: list[Any], dependents: Mapping[str, Any]) -> list[str]:
    names = dict.fromkeys(required)
    for _ in dependents:
        for name in list(names):
            names |= dict.fromkeys(as_array(dependents.get(name)))
    return list(names)


def _number(schema: Mapping[str, Any], turn: int, *, whole: bool) -> float:
    step = schema.get("multipleOf") or (1 if whole else None)
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if isinstance(above, (int, float)) and not isinstance(above, bool):
        low = above + (step or _gap(above, high if high is not None else below))
    if isinstance(below, (int, float)) and not isinstance(below, bool):
        high = below - (step or _gap(below, low))
    value = 1 if low is None or low <= 1 else low
    value = min(value, high) if high is not None else value
    if step:
        value = ceil(value / step) * step
        value = floor(high / step) * step if high is not None and value > high else value
    value += turn * (step or 1)
    if high is not None and value > high:
        # What comes before is tried where there is no room above.
        value = high - (value - high) % max(high - (low if low is not None else high - turn), 1)
    return int(value) if whole else value


def _gap(edge: float, other: float | None) -> float:
    """Choose how far to stay away from an edge that itself is out."""
    return 1 if other is None else abs(other - edge) / 2 or 1


def _text(schema: Mapping[str, Any], turn: int) -> str:
    return example_text(
        form=schema.get("format", ""),
        pattern=schema.get("pattern"),
        shortest=schema.get("minLength", 0),
        longest=schema.get("maxLength"),
        turn=turn,
    )
