"""OpenAPI to model: orders, bodies, and what is reported."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.examples import example_of
from codegen.limits import limits_of
from codegen.parse import parse
from codegen.spec import loads
from codegen.type_base import Side

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.api import Api
    from codegen.operation import Operation

SCHEMAS = """
    A:
      type: object
      required: [x]
      properties: {y: {type: string}, x: {type: integer, minimum: 1}, id: {type: string}}
    B:
      type: object
      properties: {y: {type: integer}, z: {type: array, items: {$ref: "#/components/schemas/B"}}}
"""


def _text(operation: str, *, path: str = "/a", schemas: str = SCHEMAS) -> str:
    head = f"openapi: 3.0.3\ninfo: {{title: T}}\ncomponents:\n  schemas:{schemas}paths:\n  {path}:\n    post:\n"
    fixed = 'operationId: Things_do\ntags: [Things]\nresponses: {"200": {description: Done.}}\n'
    return head + indent(fixed + dedent(operation), " " * 6)


def _body(schema: str) -> str:
    return f"requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}\n"


def _api(text: str) -> Api:
    api, problems = parse(loads(text, "f.yaml"))
    assert [str(problem) for problem in problems] == []
    return api


def _operation(text: str, path: str = "/a") -> Operation:
    return _api(_text(text, path=path)).tags[0].operations[0]


PARAMETERS = """\
parameters:
  - {name: late, in: query, schema: {type: integer}}
  - {name: soon, in: query, required: true, schema: {type: integer}}
  - {name: key, in: path, required: true, schema: {type: string}}
"""


@pytest.mark.parametrize(
    ("schema", "positional", "expected"),
    [
        ("{$ref: '#/components/schemas/A'}", "", "x key soon y? id? late?"),
        ("{$ref: '#/components/schemas/A'}", "x-positional: [id, key]", "id key x soon y? late?"),
        ("{type: array, items: {type: string}}", "", "body key soon late?"),
        ("{type: object}", "", "body key soon late?"),
        (
            "{anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
            "",
            "key soon body? y? x? id? z? late?",
        ),
    ],
)
def test_order_of_parameters(schema: str, positional: str, expected: str) -> None:
    operation = _operation(PARAMETERS + _body(schema) + positional, path="/a/{key}")
    found = [entry.name + ("" if entry.required else "?") for entry in operation.parameters]
    assert found == expected.split()


def test_fields_that_differ_between_bodies_are_unions() -> None:
    operation = _operation(_body("{anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}"))
    found = {entry.name: entry.annotation for entry in operation.parameters}
    assert found["y"] == "Optional[Union[str, int]]"
    assert found["x"] == "Optional[int]"


def test_the_row_of_an_operation() -> None:
    operation = _operation(PARAMETERS + _body("{$ref: '#/components/schemas/A'}") + "x-timeout: 5", path="/a/{key}")
    assert operation.row == (
        '"POST"',
        '"/a/{key}"',
        "status=200",
        'query={"soon": "int", "late": "Optional[int]"}',
        'body="types.A"',
        'returns="Any"',
        "timeout=5",
    )


def test_limits_are_told() -> None:
    (entry,) = (entry for entry in _operation(_body("{$ref: '#/components/schemas/A'}")).parameters if entry.required)
    assert entry.note == "At least 1."


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ("minLength: 1, maxLength: 255", "1 to 255 characters."),
        ("minLength: 1", "At least 1 character."),
        ("minLength: 2", "At least 2 characters."),
        ("minLength: 0", ""),
        ("maxLength: 1", "At most 1 character."),
        ("minItems: 3, maxItems: 3", "Exactly 3 items."),
        ("minimum: 0", "At least 0."),
        ("minimum: 1, maximum: 1000", "From 1 to 1000."),
        ("pattern: ^a, uniqueItems: true", "Matches `^a`. No item twice."),
    ],
)
def test_limits_are_said_in_words(keywords: str, said: str) -> None:
    assert " ".join(limits_of(loads(f"{{{keywords}}}", "x").root)) == said


def test_an_example_is_made_from_the_fields() -> None:
    schemas = _api(_text("")).by_name
    assert example_of(schemas["A"], schemas) == {"y": "text", "x": 1, "id": "text"}
    assert example_of(schemas["B"], schemas) == {"y": 1}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{$ref: '#/components/schemas/A'}", "models.A"),
        ("{allOf: [{$ref: '#/components/schemas/A'}], nullable: true, description: D}", "Optional[models.A]"),
        ("{type: object, additionalProperties: {type: number}}", "Dict[str, Union[float, int]]"),
        ("{type: object, additionalProperties: false}", "Dict[str, Any]"),
        ("{}", "Any"),
        ("{anyOf: [{type: string, enum: [a]}, {type: string, enum: [b]}, {type: integer}]}", None),
        ("{type: string, format: date}", "date"),
        ("{type: array, items: {type: boolean}, nullable: true}", "Optional[List[bool]]"),
    ],
)
def test_types(schema: str, expected: str | None) -> None:
    text = _text("", schemas=f"{SCHEMAS}    Holder:\n      type: object\n      properties: {{it: {schema}}}\n")
    entry = next(iter(_api(text).by_name["Holder"].fields or ()))
    assert entry.type.write(Side.ANSWER) == (expected or 'Union[Literal["a", "b"], str, int]')


@pytest.mark.parametrize(
    ("operation", "messages"),
    [
        (_body("{$ref: '#/components/schemas/No'}"), ["leads nowhere: there is no `No`"]),
        (_body("{not: {type: string}}"), ["unsupported in a schema without `type`: `not`"]),
        (
            _body("{allOf: [{$ref: '#/components/schemas/A'}, {type: string}]}"),
            ["an `allOf` of several types (object, string)"],
        ),
        (_body("{type: strin}"), ["unsupported type: 'strin'"]),
        (_body("{type: string, enum: [a, 1]}"), ["`1` is not of the type of its enumeration"]),
        (_body("{anyOf: [{type: string}], oneOf: [{type: string}]}"), ["`anyOf` beside `oneOf`"]),
        ("callbacks: {}", ["unsupported in an operation: `callbacks`"]),
        ("parameters: [{name: h, in: body, schema: {}}]", ["unsupported place of a parameter: `body`"]),
        (
            "parameters: [{name: p, in: path, required: true, schema: {}}]",
            ["the path has no `p`, which is described as its parameter"],
        ),
        ("x-positional: [no]", ["there is no parameter `no`"]),
        ("x-provider-keys: no", ["the body has no field `no`"]),
        (
            "x-stream: {flag: no, items: data, event: Never}\ncallbacks: {}",
            ["`callbacks`", "the body has no field `no`", "there is no schema `Never`"],
        ),
    ],
)
def test_all_that_is_unsupported_is_reported(operation: str, messages: list[str]) -> None:
    _, problems = parse(loads(_text(operation), "f.yaml"))
    texts = [str(problem) for problem in problems]
    for message in messages:
        assert any(message in text for text in texts), texts
    assert all(text.startswith("f.yaml:") for text in texts)
    assert len(texts) == len(messages)


@pytest.mark.parametrize(
    "schema",
    [
        "{type: array, items: {$ref: '#/components/schemas/C'}}",
        "{anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/D'}}]}",
    ],
)
def test_schemas_without_an_end_are_reported(schema: str) -> None:
    more = f"    C: {schema}\n    D: {{type: object, additionalProperties: {{$ref: '#/components/schemas/C'}}}}\n"
    _, problems = parse(loads(_text("", schemas=SCHEMAS + more), "f.yaml"))
    assert "`C` holds itself and is no object" in str(problems[0])
    assert str(problems[0]).startswith("f.yaml:1")


def test_an_object_that_may_be_null_is_so_wherever_it_is_named() -> None:
    more = "    C: {type: object, nullable: true, properties: {c: {$ref: '#/components/schemas/C'}}}\n"
    (entry,) = _api(_text("", schemas=SCHEMAS + more)).by_name["C"].fields or ()
    assert entry.received({"C"}) == 'Optional["models.C"]'
    assert entry.sent == "NotRequired[Optional[Union[types.C, models.C]]]"


def test_problems_end_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(_text("callbacks: {}\nrequestBody: {content: {text/plain: {}}, x: 1}\n"), encoding="utf-8")
    assert main([str(spec), "--strict", "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "bad.yaml:18 paths./a.post.callbacks: unsupported in an operation: `callbacks`",
        "bad.yaml:19 paths./a.post.requestBody.x: unsupported in a request body: `x`",
        "2 problem(s): nothing is generated",
    ]
    assert not (tmp_path / "out").exists()


def test_a_format_that_is_not_known_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "f.yaml"
    spec.write_text(_text(_body("{type: string, format: date-tme}")), encoding="utf-8")
    assert main([str(spec), "--package", "p", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().err == (
        "f.yaml:18 paths./a.post.requestBody.content.application/json.schema.format: "
        "the format `date-tme` of a `string` is not known: ignored\n"
        "1 of 1 operations are generated, with 1 note(s)\n"
        "     1 times the format … of a … is not known: ignored\n"
    )


def test_a_missing_spec_ends_the_program(tmp_path: Path) -> None:
    assert main([str(tmp_path / "none.yaml")]) == 1


def test_what_is_answered_in_kind_has_a_signature_for_each_form() -> None:
    item = "{$ref: '#/components/schemas/A'}"
    either = f"{{anyOf: [{{type: array, items: {item}}}, {item}]}}"
    answers = f"responses: {{'200': {{description: Done., content: {{application/json: {{schema: {either}}}}}}}}}\n"
    text = _text(_body(either)).replace('responses: {"200": {description: Done.}}\n', answers)
    several, one = _api(text).tags[0].operations[0].overloads
    assert several.parameters == ("body: Sequence[Union[types.A, models.A]]", "*")
    assert several.answer == "List[models.A]"
    assert one.parameters[0] == "body: Optional[Union[types.A, models.A]] = None"
    assert one.answer == "models.A"
    assert _operation(_body(either)).overloads == ()


@pytest.mark.parametrize("order", [("@id", "id", "_id"), ("id", "_id", "@id"), ("_id", "@id", "id")])
def test_a_name_that_is_the_apis_own_is_kept_whatever_the_order(order: tuple[str, ...]) -> None:
    properties = ", ".join(f'"{name}": {{type: string}}' for name in order)
    parameters = "\n".join(f'- {{name: "{name}", in: query, schema: {{type: string}}}}' for name in order)
    thing = f"\n    Thing: {{type: object, properties: {{{properties}}}}}\n"
    api = _api(_text(f"parameters:\n{indent(parameters, '  ')}\n", schemas=thing))
    fields = {field.wire: field.attribute for field in api.by_name["Thing"].fields or ()}
    names = {parameter.field.wire: parameter.name for parameter in api.tags[0].operations[0].parameters}
    for found in (fields, names):
        assert found["id"] == "id"
        assert len({*found.values()}) == 3
