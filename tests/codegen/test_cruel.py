"""What breaks generators: odd names and texts are generated, and used on a server; the rest is refused by its place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from textwrap import indent
from typing import TYPE_CHECKING, Any

import pytest

from codegen import naming
from codegen.__main__ import main
from humanloop.core.operation import CallOptions
from tests.codegen.echo import Echo, echo_server
from tests.codegen.packages import CRUEL, generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def cruel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with generated(CRUEL, "cruel", tmp_path_factory.mktemp("cruel")) as package:
        yield package


@pytest.fixture
def echo() -> Iterator[Echo]:
    with echo_server() as server:
        yield server


@pytest.fixture
def api(cruel: Any, echo: Echo) -> Iterator[Any]:
    with cruel.ApiClient(cruel.Configuration(echo.url)) as api_client:
        yield cruel.GrößenMaßeApi(api_client)


def test_texts_are_what_they_were(cruel: Any, api: Any) -> None:
    assert cruel.__version__ == '1"; raise SystemExit'
    assert cruel.__doc__.startswith('Cruel "API" \\ from Python.')
    assert cruel.Configuration().host == "https://here.cruel.example/api"
    assert api.wait_.__doc__.startswith("Ends with a backslash \\")
    assert "Holds ''' quotes, a \\ and a  and ." in api.wait_.__doc__


def test_an_operation_without_an_id_in_a_path_that_is_not_ascii(cruel: Any, api: Any, echo: Echo) -> None:
    echo.answers(203, {"str": "s", "date": "2024-05-01"})
    day = api.get_größe_x_p_q(date(2024, 5, 1), shadowed="text", ids=[1, 2], timeout_=3, headers_="h")
    assert (type(day), day.date) == (cruel.Day, date(2024, 5, 1))
    assert echo.last.target == (
        "/gr%C3%B6%C3%9Fe%20x/2024-05-01?shadowed=text&ids%5B%5D=1&ids%5B%5D=2&timeout=3&headers=h"
    )
    api.get_größe_x_p_q("2024-05-01", timeout=5, headers={"X-A": "b"})
    assert echo.last.headers["X-A"] == "b"
    assert echo.last.target.endswith("/2024-05-01")
    echo.answers(418, {"title": "short"}, "application/problem+json")
    with pytest.raises(cruel.ApiException, match="short"):
        api.get_größe_x_p_q("2024-05-01")


async def test_fields_that_have_the_names_of_their_types(cruel: Any, api: Any, echo: Echo) -> None:
    answer = {"str": "s", "int": 1, "other": 2, "until": "2024-05-02", "models": {"str": "t", "date": "2024-05-03"}}
    echo.answers(200, {**answer, "datetime": "2024-05-01T12:00:00Z"})
    day = api.get_größe_x_p_q("2024-05-01", validate=True)
    assert (day.str, day.int, day.other, day.until) == ("s", 1, 2, date(2024, 5, 2))
    assert day.datetime == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert day.models == cruel.Day(str="t", date=date(2024, 5, 3))
    with pytest.raises(
        cruel.SchemaValidationError, match=r"3 arguments do not fit:\ndate: .*\nother: .*\nmodels.str: "
    ):
        api.wait_("s", date=5, other="x", models={"str": 5})
    async with api.api_client:
        echo.answers(200, "c'd", "text/json")
        assert await api.await_("s", date=date(2024, 5, 4), models=day, bool=True) == "c'd"
    sent = json.loads(echo.last.body)
    assert (sent["date"], sent["models"]["str"], sent["bool"]) == ("2024-05-04", "s", True)


def test_names_that_python_does_not_have(cruel: Any, api: Any, echo: Echo) -> None:
    names = {
        "": "value", "@type": "type", "2nd": "field_2nd", 'a"b\\': "a_b", "größe": "größe", "名前": "名前", "_id": "id",
        "__class__": "class_", "json": "json_", "copy": "copy_", "schema": "schema_", "model_fields": "model_fields_",
        "model_config": "model_config_", "model_dump": "model_dump_", "self": "self", "None": "none",
    }  # fmt: skip
    body = dict.fromkeys(names, "x") | {"mood": None, "number": 7}
    echo.answers(200, body)
    odd = api.types_()
    assert {wire: getattr(odd, name) for wire, name in names.items()} == dict.fromkeys(names, "x")
    assert (odd.mood, odd.number) == (None, 7)
    assert odd.model_dump(by_alias=True) == body
    assert cruel.Odd(**dict.fromkeys(names.values(), "y")).model_dump(by_alias=True, exclude_none=True) == (
        dict.fromkeys(names, "y")
    )


def test_an_object_that_is_closed(cruel: Any, api: Any, echo: Echo) -> None:
    api.close(password="p", blob="aGk=", more=4)
    assert json.loads(echo.last.body) == {"password": "p", "blob": "aGk=", "more": 4}
    api.close()
    assert echo.last.headers.get("Content-Type") in {None, "application/json"}
    with pytest.raises(TypeError):
        api.close(other=1)
    assert "More" not in cruel.Closed(id="i").model_dump()


def test_a_schema_called_like_a_class_of_the_package(cruel: Any) -> None:
    assert cruel.Configuration().max_retries >= 0
    assert cruel.models.Configuration(x="y").x == "y"
    assert cruel.Schema2ndThing(x="y").x == "y"


def test_no_parameter_hides_an_option_of_calls() -> None:
    assert {*CallOptions.__annotations__} | {"self", "validate", "options"} == naming.RESERVED_PARAMETERS


HEAD = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
NEW = HEAD.replace("3.0.3", "3.1.0")
ANSWER = "responses: {'200': {description: D.}}"


def _operation(text: str = "", *, path: str = "/a", more: str = "operationId: do\ntags: [A]\n" + ANSWER) -> str:
    return f"{HEAD}paths:\n  '{path}':\n    post:\n{indent(text, ' ' * 6)}\n{indent(more, ' ' * 6)}\n"


def _parameter(text: str, path: str = "/a") -> str:
    return _operation(f"parameters: [{text}]", path=path)


def _answer(text: str) -> str:
    return _operation(more=f"operationId: do\nresponses: {text}")


def _property(text: str, head: str = HEAD) -> str:
    return (
        f"{head}paths: {{/a: {{get: {{operationId: do, {ANSWER}}}}}}}\n"
        f"components: {{schemas: {{A: {{type: object, properties: {{x: {text}}}}}}}}}\n"
    )


def _schema(text: str) -> str:
    return f"{HEAD}paths: {{/a: {{get: {{operationId: do, {ANSWER}}}}}}}\ncomponents: {{schemas: {{A: {text}}}}}\n"


REFUSED = [
    # documents
    ("", "f.yaml:1: the document is empty"),
    ("[1]", "f.yaml:1: a document has to be an object"),
    (HEAD, "f.yaml:1: there are no operations in `paths`"),
    (f"{HEAD}paths: []\n", "f.yaml:3 paths: `paths` has to be an object"),
    ("openapi: 2.9.0\n", "f.yaml:1 openapi: unsupported version of OpenAPI"),
    ("swagger: '2.0'\n", "f.yaml:1 swagger: this is Swagger 2.0"),
    (f"{_operation()}x-a: &a {{b: *a}}\n", "f.yaml:10: what is anchored here holds itself"),
    (f"{_operation()}? [a]\n: b\n", "f.yaml:10: a key has to be a text"),
    (f"{_operation()}x-a: !!python/none x\n", "f.yaml:10: not YAML: could not determine a constructor"),
    (f'{_operation()}x-a: "\x01"\n', "f.yaml:1: not YAML: "),
    (
        "x-0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        + "".join(f"x-{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 8)),
        "f.yaml:1: too large: 123,456,",
    ),
    (f"{HEAD}servers: [{{url: 'https://{{r}}.x'}}]\n", "f.yaml:3 servers.0: the variable `r` of the server has no"),
    (f"{HEAD}servers: [{{url: 'https://a?b'}}]\n", "f.yaml:3 servers.0: unsupported: `https://a?b` is no URL that"),
    (f"{HEAD}x-client: {{provider-keys: ['a b']}}\n", "x-client.provider-keys.0: `a b` is no name that Python could"),
    (f"{HEAD}x-client: {{provider-keys: Keys}}\n", "x-client.provider-keys: there is no schema `Keys`"),
    # paths and operations
    (_operation(path="/a?b=1"), "f.yaml:5 paths./a?b=1.post: `/a?b=1` has a query or a fragment"),
    (_parameter("{name: p, in: path, schema: {type: string}}", path="/{p}/{p}"), "`p` stands 2 times in `/{p}/{p}`"),
    (_operation(more=f"operationId: '!!!'\n{ANSWER}"), "a.post: its method would be called ``, which is no name"),
    (_operation(more=f"operationId: do\ntags: A\n{ANSWER}"), "f.yaml:8 paths./a.post.tags: `tags` has to be a list"),
    (_operation("x-timeout: soon"), "paths./a.post.x-timeout: `x-timeout` has to be a finite number above 0"),
    (_operation("x-timeout: .inf"), "paths./a.post.x-timeout: `x-timeout` has to be a finite number above 0"),
    (_operation("deprecated: 'no'"), "`deprecated` has to be true or false"),
    # parameters
    (_parameter("{name: q, in: query, allowReserved: true}"), "unsupported in a parameter: `allowReserved`"),
    (_parameter("{name: q, in: query}, {name: q, in: query}"), "parameters.1: the parameter `q` is there twice"),
    (_parameter("{in: query}"), "`` is no name for a parameter `in: query`"),
    (_parameter("{name: 'a b', in: header}"), "`a b` is no name for a parameter `in: header`"),
    (_parameter("{name: Host, in: header}"), "unsupported: the header `Host` is the transport's"),
    (_parameter("{name: q, in: query, x-parameter-name: self}"), "the parameter for `q` would be called `self`"),
    # bodies and answers
    (_operation("requestBody: {required: true}"), "a request body without `content`"),
    (_answer("{'200': {description: D., content: {application/xml: {schema: {type: object}}}}}"), "`application/xml`"),
    (_answer("{'404': {description: D.}}"), "an operation needs an answer of 2xx"),
    (_answer("{'200': {$ref: 'other.yaml#/a'}}"), "`other.yaml#/a` cannot be followed: there is no file `other.yaml`"),
    # schemas
    (_schema("{allOf: [{$ref: '#/components/schemas/A'}]}"), "`A` holds itself and is no object"),
    (
        _schema("{allOf: [{properties: {x: {type: string}}}, {properties: {x: {type: array}}}]}"),
        "`x` is of another type in another part of `allOf`",
    ),
    (_schema("{type: object, required: [x]}"), "A.required: properties that are required and not described"),
    (_schema("{type: object, required: true, properties: {}}"), "components.schemas.A.required: `required` has to be"),
    (_property("{$ref: '#/components/schemas/A/properties/x'}"), "leads back to itself"),
    (_property("{enum: []}"), "an enumeration without values"),
    (_property("{enum: [{a: 1}]}"), "enum: an enumeration of values that are not all texts, all numbers"),
    (_property("{type: integer, enum: [0.5]}"), "`0.5` is not of the type of its enumeration"),
    (_property("{type: boolean, enum: [1.5]}"), "`1.5` is not of the type of its enumeration"),
    (_property("{type: string, minLength: abc}"), "`minLength` has to be a whole number"),
    (_property("{oneOf: []}"), "a union without members"),
    (_property("{type: array, prefixItems: []}", NEW), "unsupported in a schema of type `array`: `prefixItems`"),
    (_property("[]"), "a schema without `type` has to be an object"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message[-40:] for _, message in REFUSED])
def test_refused(text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "f.yaml"
    spec.write_text(text, encoding="utf-8")
    assert main([str(spec), "--strict", "--package", "p", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert all(line.startswith("f.yaml:") for line in said.splitlines() if "problem(s)" not in line)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "f.yaml"
    spec.write_bytes(b"\xff\xfe\x00")
    assert main([str(spec), "--strict", "--package", "p", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "f.yaml:1: not UTF-8: invalid start byte\n"


def test_an_enumeration_of_thousands(tmp_path: Path) -> None:
    spec = tmp_path / "f.yaml"
    spec.write_text(_property(f"{{enum: [{', '.join(f'value_{n}' for n in range(3000))}]}}"), encoding="utf-8")
    with generated(spec, "thousands", tmp_path) as package:
        assert package.A.model_validate_json('{"x": "value_2999"}').x == "value_2999"
