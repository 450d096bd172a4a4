"""Example values, with which the provider `mock` answers where a schema is given."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from humanloop.server.generation.providers.example import SchemaError, example_of

SCHEMAS: list[Any] = [
    {"type": "object"},
    {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "boolean"}}},
    {"type": "object", "properties": {"a": {"type": "integer"}, "b": {}}, "required": ["a", "b"]},
    {"properties": {"when": {"type": "string", "format": "date-time"}}, "required": ["when"]},
    {"enum": ["x", "y"]},
    {"const": 7},
    {"type": ["null", "number"], "minimum": 2.5, "exclusiveMaximum": 3},
    {"type": "integer", "minimum": 5, "multipleOf": 4},
    {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 3},
    {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
    {"type": "integer", "maximum": -3},
    {"type": "string", "minLength": 6, "maxLength": 8},
    {"type": "string", "maxLength": 2},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "maxItems": 0},
    {"type": "null"},
    {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    {"oneOf": [{"type": "boolean"}]},
    {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
            {"properties": {"b": {"type": "string"}}, "required": ["b"]},
        ]
    },
    {
        "$defs": {
            "node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "v": {"type": "integer"}}}
        },
        "type": "object",
        "properties": {"head": {"$ref": "#/$defs/node"}},
    },
]

PATTERNS = [
    {"type": "string", "pattern": pattern}
    for pattern in (
        r"^[A-Z]{3}-\d{4}$",
        r"^(red|green)$",
        r"[0-9]+",
        r"^\+?[1-9]\d{6,14}$",
        r"^(?:[a-z0-9]+\.)*[a-z]{2,}$",
        r"^#[^\s#]{6}?$",
        r"^\$\{(?P<name>\w+)\}\Z",
        r"^[\]\-x]+.*[^a-zA-Z0-9]$",
    )
]
MORE_SCHEMAS: list[Any] = [
    {"type": "string", "pattern": "^[a-z]+$", "minLength": 8, "maxLength": 10},
    {"type": "string", "format": "uuid"},
    {"type": "string", "default": None},
    {"type": "integer", "examples": ["no", 5]},
    {"type": "number", "multipleOf": 0.5, "minimum": 0.7, "maximum": 1.2},
    {"allOf": [{"type": "integer", "minimum": 3}, {"minimum": 5}, {"maximum": 7}]},
    {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
    {"allOf": [{"properties": {"a": {"minimum": 9}}}, {"properties": {"a": {"type": "integer"}}, "required": ["a"]}]},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["x"], "additionalProperties": {"type": "integer"}},
    {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "minProperties": 2},
    {"type": "object", "minProperties": 2, "propertyNames": {"pattern": "^x[0-9]$"}},
    {"type": "object", "properties": {"a": {}, "b": {}}, "maxProperties": 1},
    {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a"], "dependentRequired": {"a": ["b"]}},
    {"type": "object", "properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False, "minItems": 2},
    {"type": "array", "items": {"type": "integer"}, "contains": {"const": 5}, "minContains": 2},
    {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 2},
    {"type": "array", "items": {"type": "string", "maxLength": 1}, "uniqueItems": True, "minItems": 3},
    {"type": "array", "items": {"minimum": 1, "maximum": 3, "type": "integer"}, "uniqueItems": True, "minItems": 3},
    {
        "type": "array",
        "items": {"type": "object", "properties": {"a": {"$ref": "#/$defs/c%20d"}}, "required": ["a"]},
        "$defs": {"c d": {"enum": ["r", "g", "b"]}},
        "uniqueItems": True,
        "minItems": 3,
    },
    {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}},
                "required": ["next"],
            }
        },
    },
    {
        "type": "object",
        "properties": {"children": {"type": "array", "items": {"$ref": "#"}}},
        "required": ["children"],
    },
]


@pytest.mark.parametrize("schema", [*SCHEMAS, *PATTERNS, *MORE_SCHEMAS], ids=str)
def test_examples_fit_their_schema(schema: Any) -> None:
    example = example_of(schema)
    assert Draft202012Validator(schema).is_valid(example), example
    assert example_of(schema) == example


KEYWORDS = [
    *("type", "properties", "required", "items", "enum", "const", "default", "examples", "minItems", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength", "maxLength", "pattern", "format", "$ref"),
    *("allOf", "anyOf", "prefixItems", "contains", "uniqueItems", "minProperties", "additionalProperties"),
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**9)
    | st.floats()
    | st.sampled_from(["object", "array", "#", "(", "a{9}"]),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(KEYWORDS), each, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYWORDS), ANYTHING, max_size=6))
def test_what_is_no_schema_is_said_to_be_none(schema: Any) -> None:
    try:
        example = example_of(schema)
    except SchemaError:
        return
    assert len(json.dumps(example)) < 10**6
