"""What one part of a document cannot say costs that part: a schema, or an operation, and never the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.forgiving import parse_forgivingly, schema_around
from codegen.notes import AS_ANY, IGNORED, LEFT_OUT
from codegen.parse import parse
from codegen.spec import loads
from tests.codegen.features import ANSWER, HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.api import Api

GOOD = f"  /good:\n    get: {{operationId: good, {ANSWER}}}\n"


def api_of(text: str) -> Api:
    """Parse a document of which all can be generated, but for what the notes say."""
    api, problems = parse_forgivingly(loads(text, "f.yaml"))
    assert problems == ()
    return api


def names(api: Api) -> list[str]:
    return [operation.id for tag in api.tags for operation in tag.operations]


def test_an_operation_is_left_out() -> None:
    bad = f"  /bad:\n    post:\n      parameters: [{{name: a, in: nowhere, schema: {{}}}}]\n      {ANSWER}\n"
    text = f"{HEAD}paths:\n{bad}{GOOD}"
    assert parse(loads(text, "f.yaml"))[1]
    api = api_of(text)
    assert names(api) == ["good"]
    assert api.described == 2
    (note,) = api.notes
    assert str(note) == (
        f"f.yaml:6 paths./bad.post.parameters.0.in: unsupported place of a parameter: `nowhere`: {LEFT_OUT}"
    )


def test_an_operation_is_left_out_whole_with_a_schema_in_it_that_is_wrong_too() -> None:
    bad = "{name: a, in: nowhere, schema: {}}, {name: b, in: query, required: true, schema: {type: date}}"
    api = api_of(f"{HEAD}paths:\n  /bad:\n    post: {{parameters: [{bad}], {ANSWER}}}\n{GOOD}")
    assert (names(api), [note.done for note in api.notes]) == (["good"], [LEFT_OUT])


def test_a_wrong_name_costs_the_operation_that_has_it() -> None:
    bad = "{name: a, in: query, x-parameter-name: class, schema: {type: string}}"
    last = f"  /last:\n    get: {{operationId: last, {ANSWER}}}\n"
    api = api_of(f"{HEAD}paths:\n  /bad:\n    post: {{parameters: [{bad}], {ANSWER}}}\n{GOOD}{last}")
    assert names(api) == ["good", "last"]
    (note,) = api.notes
    assert note.place.path == ("paths", "/bad", "post")


@pytest.mark.parametrize("tags", [("User API", "user-api"), ("SMS", "sms"), ("AI", "Ai"), ("Foo1", "Foo_1")])
def test_tags_of_one_class_or_one_module_are_one(tags: tuple[str, str]) -> None:
    paths = "".join(
        f"  /{number}:\n    get: {{operationId: do{number}, tags: ['{tag}'], {ANSWER}}}\n"
        for number, tag in enumerate((*tags, *tags))
    )
    api = api_of(f"{HEAD}paths:\n{paths}{GOOD}")
    assert [(tag.name, len(tag.operations)) for tag in api.tags] == sorted([(tags[0], 4), ("Default", 1)])
    assert api.notes == ()


def test_a_parameter_that_operations_share_costs_each_of_them() -> None:
    shared = "components: {parameters: {bad: {name: a, in: nowhere, schema: {}}}}\n"
    bad = "parameters: [{$ref: '#/components/parameters/bad'}]"
    text = f"{HEAD}paths:\n  /bad:\n    get: {{{bad}, {ANSWER}}}\n    put: {{{bad}, {ANSWER}}}\n{GOOD}{shared}"
    api = api_of(text)
    assert names(api) == ["good"]
    assert [note.done for note in api.notes] == [LEFT_OUT, LEFT_OUT]


def test_what_stands_at_a_path_costs_all_its_operations() -> None:
    bad = f"  bad:\n    get: {{{ANSWER}}}\n    put: {{{ANSWER}}}\n"
    assert names(api_of(f"{HEAD}paths:\n{bad}{GOOD}")) == ["good"]


def test_a_schema_is_typed_as_any() -> None:
    schemas = "components: {schemas: {A: {type: object, properties: {x: {type: strange}, y: {type: string}}}}}\n"
    api = api_of(f"{HEAD}paths:\n{GOOD}{schemas}")
    assert [(field.wire, field.sent) for field in api.by_name["A"].fields or ()] == [
        ("x", "NotRequired[Any]"),
        ("y", "NotRequired[str]"),
    ]
    assert [note.done for note in api.notes] == [AS_ANY]


def test_a_keyword_is_ignored() -> None:
    schemas = "components: {schemas: {A: {type: object, properties: {x: {type: string, items: {}}}}}}\n"
    api = api_of(f"{HEAD}paths:\n{GOOD}{schemas}")
    assert [(note.reason, note.done) for note in api.notes] == [
        ("unsupported in a schema of type `string`: `items`", IGNORED)
    ]


def test_a_document_without_a_usable_operation_is_refused() -> None:
    api, problems = parse_forgivingly(loads(f"{HEAD}paths: {{}}\n", "f.yaml"))
    assert [str(problem) for problem in problems] == ["f.yaml:1: there are no operations in `paths`"]
    assert api.described == 0


def test_a_document_of_which_all_is_left_out_is_told_why() -> None:
    bad = f"  /bad:\n    get: {{parameters: [{{name: a, in: nowhere, schema: {{}}}}], {ANSWER}}}\n"
    lost = "  /lost: {$ref: '#/components/pathItems/none'}\n"
    _, problems = parse_forgivingly(loads(f"{HEAD}paths:\n{bad}{lost}", "f.yaml"))
    assert [str(problem) for problem in problems] == [
        "f.yaml:5 paths./bad.get.parameters.0.in: unsupported place of a parameter: `nowhere`",
        "f.yaml:6 paths./lost: reference `#/components/pathItems/none` leads nowhere: there is no `pathItems`",
    ]


def test_swagger_2_is_told_what_helps() -> None:
    _, problems = parse_forgivingly(loads("swagger: '2.0'\npaths: {}\n", "f.yaml"))
    (problem,) = problems
    assert "this is Swagger 2.0" in problem.message
    assert "swagger2openapi" in problem.message


def test_strict_refuses_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "f.yaml"
    spec.write_text(f"{HEAD}paths:\n  bad:\n    get: {{{ANSWER}}}\n{GOOD}", encoding="utf-8")
    arguments = [str(spec), "--package", "p", "--out", str(tmp_path / "out")]
    assert main([*arguments, "--strict"]) == 1
    assert not (tmp_path / "out").exists()
    capsys.readouterr()
    assert main(arguments) == 0
    summary, kind = capsys.readouterr().err.splitlines()[1:]
    assert summary == "1 of 2 operations are generated, with 1 note(s)"
    assert kind.startswith("     1 times unsupported: … does not begin with a slash")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("components schemas A", 3),
        ("components schemas A type", 3),
        ("components schemas A properties schema type", 5),
        ("components schemas A properties x items oneOf 1 enum 0", 8),
        ("components schemas A example schema type", 3),
        ("components parameters p schema type", 4),
        ("components parameters p in", 0),
        ("paths /a get responses 200 content application/json schema items", 9),
        ("paths /a get responses 200 content application/json example schema x", 0),
    ],
)
def test_the_innermost_schema_is_found(path: str, found: int) -> None:
    steps = tuple(path.split(" "))
    assert schema_around(steps) == steps[:found]


@pytest.mark.parametrize(
    "bad",
    [
        "  /bad: 5\n",
        "  /bad: [1]\n",
        "  /bad:\n    get: {responses: {'200': {$ref: '#/components/responses/A'}}}\n",
        "  /bad:\n    get: {responses: {'200': {$ref: '#/components/responses/C'}}}\n",
    ],
)
def test_what_is_no_path_or_no_answer_costs_no_other(bad: str) -> None:
    circle = "A: {$ref: '#/components/responses/B'}, B: {$ref: '#/components/responses/A'}"
    shared = f"components: {{responses: {{{circle}, C: 5}}}}\n"
    api = api_of(f"{HEAD}paths:\n{bad}{GOOD}{shared}")
    assert (names(api), [note.done for note in api.notes]) == (["good"], [LEFT_OUT])


def test_an_example_that_leads_nowhere_costs_the_example() -> None:
    content = "{application/json: {schema: {type: string}, examples: {a: {$ref: '#/components/examples/none'}}}}"
    good = f"  /good:\n    get: {{operationId: good, responses: {{'200': {{description: D., content: {content}}}}}}}\n"
    api = api_of(f"{HEAD}paths:\n{good}")
    assert (names(api), [note.done for note in api.notes]) == (["good"], [IGNORED])
