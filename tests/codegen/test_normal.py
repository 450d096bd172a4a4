"""Documents in normal form: objects whole and by name, and nothing that only OpenAPI 3.1 has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codegen.normal import normalised
from codegen.spec import loads

if TYPE_CHECKING:
    from codegen.notes import Note


def _schemas(schemas: str, version: str = "3.0.3", notes: list[Note] | None = None) -> dict[str, Any]:
    text = f"openapi: {version}\ninfo: {{title: T}}\ncomponents:\n  schemas:\n{schemas}"
    return normalised(loads(text, "f.yaml"), [] if notes is None else notes).root.value["components"]["schemas"]


A = "    A: {type: object, required: [x], properties: {x: {type: string}, y: {type: string}}}\n"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{allOf: [{$ref: '#/components/schemas/A'}]}", {"allOf": [{"$ref": "#/components/schemas/A"}]}),
        (
            "{description: D, allOf: [{$ref: '#/components/schemas/A'}, {nullable: true}]}",
            {"nullable": True, "description": "D", "allOf": [{"$ref": "#/components/schemas/A"}]},
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/A'}, {required: [y], properties: {y: {type: string, enum: [a]}}}]}",
            {
                "type": "object",
                "properties": {"x": {"type": "string"}, "y": {"type": "string", "enum": ["a"]}},
                "required": ["x", "y"],
            },
        ),
        (
            (
                "{description: D, allOf: [{$ref: '#/components/schemas/A'}], additionalProperties: true, "
                "properties: {z: {type: string}}}"
            ),
            {
                "description": "D",
                "additionalProperties": True,
                "type": "object",
                "properties": {"x": {"type": "string"}, "y": {"type": "string"}, "z": {"type": "string"}},
                "required": ["x"],
            },
        ),
        ("{allOf: [{type: string}, {type: string}]}", {"type": "string"}),
    ],
)
def test_all_of(schema: str, expected: dict[str, Any]) -> None:
    assert _schemas(f"{A}    B: {schema}\n")["B"] == expected


def test_all_of_several_generations() -> None:
    schemas = _schemas(
        f"{A}    B: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{properties: {{b: {{type: string}}}}}}]}}\n"
        "    C: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {c: {type: string}}}]}\n"
    )
    assert list(schemas["C"]["properties"]) == ["x", "y", "b", "c"]


def test_all_of_that_leads_back_to_itself_is_noted() -> None:
    both = (
        "{allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {}}}]}",
        "{allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {}}}]}",
    )
    notes: list[Note] = []
    schemas = _schemas(f"    A: {both[0]}\n    B: {both[1]}\n", notes=notes)
    assert {*schemas["A"]["properties"]} == {*schemas["B"]["properties"]} == {"a", "b"}
    assert {note.reason.partition("` ")[2] for note in notes} == {"is a part of itself"}


def test_objects_in_place_get_names() -> None:
    schemas = _schemas(
        "    A:\n"
        "      type: object\n"
        "      properties:\n"
        "        b: {type: object, nullable: true, properties: {c: {type: object, properties: {d: {}}}}}\n"
        "        list: {type: array, items: {type: object, properties: {e: {}}}}\n"
        "        properties: {type: string}\n"
        "    AB: {type: string}\n"
    )
    assert set(schemas) == {"A", "AB", "AB2", "ABC", "AListItem"}
    assert schemas["A"]["properties"]["b"]["allOf"] == [{"$ref": "#/components/schemas/AB2"}]
    assert schemas["A"]["properties"]["b"]["nullable"] is True
    assert schemas["A"]["properties"]["list"]["items"] == {"$ref": "#/components/schemas/AListItem"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: [string, 'null']}", {"type": "string", "nullable": True}),
        ("{type: [string, integer]}", {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ("{const: a}", {"enum": ["a"]}),
        ("{type: string, examples: [a, b]}", {"type": "string", "example": "a"}),
        (
            "{$ref: '#/components/schemas/A', description: D}",
            {"allOf": [{"$ref": "#/components/schemas/A"}], "description": "D"},
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}",
            {"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": True},
        ),
        (
            "{anyOf: [{type: string}, {type: integer}, {type: 'null'}]}",
            {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        ),
        ("{type: string, contentEncoding: base64}", {"type": "string", "format": "byte"}),
        ("{type: string, contentMediaType: application/json}", {"type": "string"}),
    ],
)
def test_3_1_becomes_3_0(schema: str, expected: dict[str, Any]) -> None:
    assert _schemas(f"{A}    B: {schema}\n", "3.1.0")["B"] == expected


def test_places_are_those_of_the_file() -> None:
    text = "openapi: 3.0.3\ncomponents:\n  schemas:\n    A:\n      properties:\n        b: {properties: {c: {}}}\n"
    named = normalised(loads(text, "f.yaml"), []).root["components"]["schemas"]["AB"]
    assert str(named["properties"]["c"].place) == "f.yaml:6 components.schemas.A.properties.b.properties.c"
