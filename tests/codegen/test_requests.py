"""Requests of forms that real documents have: bodies that may be left out, JSON by other names, named parameters."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import ANSWER, HEAD
from tests.codegen.packages import generated
from tests.codegen.wanted import Part, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAIR = "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: integer, default: 3}}}"
OPERATIONS = {
    "fields": f"requestBody: {{content: {{application/json: {{schema: {PAIR}}}}}}}",
    "listed": "requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}",
    "form": f"requestBody: {{content: {{multipart/form-data: {{schema: {PAIR}}}}}}}",
    "encoded": f"requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {PAIR}}}}}}}",
    "more": "requestBody: {content: {multipart/form-data: {schema: {type: object, required: [body], "
    "properties: {body: {type: string}}, additionalProperties: true}}}}",
    "letter": "requestBody: {content: {multipart/form-data: {schema: {type: object, "
    "properties: {body: {type: string}}}}}}",
    "emptied": "requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {}}}}}",
    "needed": f"requestBody: {{required: true, content: {{application/json: {{schema: {PAIR}}}}}}}",
    "patch": f"requestBody: {{required: true, content: {{application/merge-patch+json: {{schema: {PAIR}}}}}}}",
    "any_json": f"requestBody: {{required: true, content: {{'application/*+json': {{schema: {PAIR}}}}}}}",
    "asked": "parameters: [{name: m, in: query, schema: {$ref: '#/components/schemas/Map'}}, "
    "{name: l, in: query, explode: false, schema: {$ref: '#/components/schemas/List'}}]",
    "cancel": "requestBody: {content: {application/json: {schema: {type: object, properties: {}}}}}",
    "typed": "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {"
    "file: {type: string, format: binary}, some: {type: string, format: binary}, text: {type: string}, note: {}}}, "
    "encoding: {file: {contentType: 'image/png, image/jpeg'}, some: {contentType: 'text/*, application/pdf'}, "
    "text: {contentType: 'application/json, application/xml'}, "
    "note: {contentType: 'text/markdown, application/vnd.note+json'}}}}}",
    "anything": "parameters: [{name: q, in: query, schema: {}}, {name: h, in: header, schema: {}}, "
    "{name: c, in: cookie, schema: {}}, {name: n, in: query, schema: {enum: [null]}}]",
    "deep": "parameters: [{name: expand, in: query, style: deepObject, schema: {$ref: '#/components/schemas/List'}}]\n"
    "      requestBody: {content: {application/x-www-form-urlencoded: {schema: "
    "{type: object, properties: {items: {}}}, encoding: {items: {style: deepObject, explode: true}}}}}",
    "told": "requestBody: {content: {application/json: {schema: {type: object, additionalProperties: true, "
    "properties: {a: {type: string}, stream: {type: boolean}}}}}}\n"
    "      responses: {'200': {description: D., content: {application/json: {schema: {}}, text/event-stream: {}}}}",
    "picture": "requestBody: {required: true, content: {'image/*': {schema: {type: string, format: binary}}}}",
    "whatever": "requestBody: {required: true, content: {'*/*': {schema: {type: string, format: binary}}}}",
    "prose": "requestBody: {required: true, content: {'text/*': {schema: {type: string}}}}",
    "paper": "requestBody: {required: true, content: {application/pdf: {schema: {type: string, format: binary}}}}",
    "headed": "parameters: [{name: X-Filter, in: header, content: {application/json: {schema: {type: object}}}}]",
    "renamed": "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Word'}}}}",
    "image": "requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [image], "
    "properties: {image: {oneOf: [{type: string, format: uri}, {type: string, format: binary}]}, "
    "more: {anyOf: [{type: integer}, {type: array, items: {type: string, format: binary}}]}}}}}}",
    "attached": "requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, "
    "required: [items], properties: {items: {type: array, items: {oneOf: [{type: string, format: binary}, "
    "{type: string}]}}, ids: {type: array, items: {oneOf: [{type: string, format: binary}, {type: integer}]}}}}}}}",
    "pieces": "requestBody: {required: true, content: {multipart/form-data: {schema: {type: object}}}}",
    "address": "requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, "
    "required: [image], properties: {image: {oneOf: [{type: string, format: uri}, "
    "{type: string, format: binary}]}}}}}}",
    "versioned": f"requestBody: {{content: {{'application/json;version=2': {{schema: {PAIR}}}}}}}",
    "table": "requestBody: {required: true, content: {'Text/csv; header=present': {schema: {type: string}}}}",
    "latin": "requestBody: {required: true, content: {'text/plain; charset=iso-8859-1': {schema: {type: string}}}}",
    "machine": "requestBody: {required: true, content: {'text/plain; charset=idna': {schema: {type: string}}}}",
    "unknown": "requestBody: {required: true, content: {'text/plain; charset=nonsense': {schema: {type: string}}}}",
    "lines": "responses: {'200': {description: D., content: {application/x-jsonl: {schema: {type: object}}}}}",
}
PATHS = "".join(
    f"  /{name}:\n    post:\n      operationId: {name}\n      tags: [Real]\n      {text}\n"
    f"{'' if 'responses' in text else f'      {ANSWER}' + chr(10)}"
    for name, text in OPERATIONS.items()
)
PATHS += f"""\
  /keyed:
    delete:
      operationId: keyed
      tags: [Real]
      parameters: [{{name: idempotency-key, in: header, required: true, schema: {{type: string}}}}]
      {ANSWER}
"""
SCHEMAS = """\
components:
  schemas:
    Map: {anyOf: [{type: object, additionalProperties: {type: string}}, {type: object, nullable: true}]}
    List: {type: array, items: {$ref: '#/components/schemas/Word'}}
    Word: {type: string}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("real")
    spec = folder / "spec.yaml"
    spec.write_text(f"{HEAD}paths:\n{PATHS}{SCHEMAS}", encoding="utf-8")
    with generated(spec, "real", folder) as package:
        yield package


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echo_server() as echo:
        yield echo


@pytest.fixture
def api(package: Any, echo: Echo) -> Iterator[Any]:
    echo.answers(200, None)
    with package.ApiClient(package.Configuration(echo.url)) as client:
        yield package.RealApi(client)


@pytest.mark.parametrize("name", ["fields", "listed", "form", "encoded"])
def test_a_body_that_is_not_required_can_be_left_out(api: Any, echo: Echo, name: str) -> None:
    getattr(api, name)()
    assert (echo.last.body, echo.last.headers.get("Content-Type")) == (b"", None)


@pytest.mark.parametrize("name", ["fields", "form", "encoded"])
def test_what_a_body_needs_is_asked_for_as_soon_as_there_is_one(package: Any, api: Any, echo: Echo, name: str) -> None:
    before = len(echo.sent)
    with pytest.raises(package.MissingRequiredParametersError, match=r"missing required arguments: a$"):
        getattr(api, name)(b=1)
    assert len(echo.sent) == before
    assert "b: Required if a body is sent. Default: `3`." in getattr(api, name).__doc__


def test_a_whole_body_may_be_empty(api: Any, echo: Echo) -> None:
    api.listed(body=[])
    assert echo.last.body == b"[]"


def test_a_body_that_is_required_is_asked_for(package: Any, api: Any) -> None:
    with pytest.raises(package.MissingRequiredParametersError, match="a, b"):
        api.raw.needed(None, None)
    assert "Required if" not in api.needed.__doc__


def test_json_by_another_name_keeps_it(api: Any, echo: Echo) -> None:
    api.patch(a="x", b=1)
    assert echo.last.headers["Content-Type"] == "application/merge-patch+json"
    assert json.loads(echo.last.body) == {"a": "x", "b": 1}


def test_json_by_any_name_is_sent_by_its_own(api: Any, echo: Echo) -> None:
    api.any_json(a="x", b=1)
    assert echo.last.headers["Content-Type"] == "application/json"


def test_an_object_without_fields_is_sent(api: Any, echo: Echo) -> None:
    api.emptied({})
    assert echo.last.body == b"{}"


def test_an_object_without_fields_is_sent_only_if_it_is_given(package: Any, api: Any, echo: Echo) -> None:
    api.cancel()
    assert (echo.last.body, echo.last.headers.get("Content-Type")) == (b"", None)
    api.cancel({})
    assert (echo.last.body, echo.last.headers["Content-Type"]) == (b"{}", "application/json")
    with pytest.warns(package.ArgumentWarning, match="any key: there is no such key here"):
        api.cancel({"any key": 1})


@pytest.mark.parametrize(
    ("field", "given", "media_type"),
    [
        ("file", b"\x00", "image/png"),
        ("file", ("a.jpg", b"\x00"), "image/jpeg"),
        ("file", ("a.csv", b"\x00"), "image/png"),
        ("file", ("a.jpg", b"\x00", "image/webp"), "image/webp"),
        ("file", ("a.jpg", b"\x00", None), "image/jpeg"),
        ("some", ("a.csv", b"\x00"), "text/csv"),
        ("some", ("a.bin", b"\x00"), "application/pdf"),
        ("some", b"\x00", "application/pdf"),
        ("text", "<a/>", "application/xml"),
        ("text", "a", "application/xml"),
        ("note", "a", "text/markdown"),
        ("note", {"a": 1}, "application/vnd.note+json"),
    ],
)
def test_a_part_that_may_have_several_media_types_has_one_of_them(
    api: Any, echo: Echo, field: str, given: Any, media_type: str
) -> None:
    api.typed(**{field: given})
    assert [part.media_type for part in parsed(echo.last.body, echo.last.headers["Content-Type"])] == [media_type]


BYTES = "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "given", "media_type"),
    [
        ("picture", ("a.png", b"x"), "image/png"),
        ("picture", ("a.png", b"x", "image/webp"), "image/webp"),
        ("picture", ("a.csv", b"x"), BYTES),
        ("picture", b"x", BYTES),
        ("whatever", ("a.png", b"x"), "image/png"),
        ("whatever", b"x", BYTES),
        ("whatever", "x", "text/plain"),
        ("prose", "x", "text/plain"),
        ("paper", ("a.png", b"x"), "application/pdf"),
        ("paper", ("a.png", b"x", "application/x-pdf"), "application/x-pdf"),
        ("paper", b"x", "application/pdf"),
    ],
)
def test_a_body_is_sent_as_one_media_type_where_many_fit(
    api: Any, echo: Echo, name: str, given: Any, media_type: str
) -> None:
    getattr(api, name)(given)
    assert (echo.last.body, echo.last.headers["Content-Type"]) == (b"x", media_type)


def test_an_open_file_tells_the_media_type_of_a_body(api: Any, echo: Echo, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    with (tmp_path / "a.png").open("rb") as file:
        api.picture(file)
    assert (echo.last.body, echo.last.headers["Content-Type"]) == (b"x", "image/png")


def _types(echo: Echo) -> list[str]:
    return [value for name, value in echo.last.headers.items() if name.lower() == "content-type"]


@pytest.mark.parametrize("header", ["Content-Type", "content-type"])
def test_the_media_type_that_a_call_says_counts(api: Any, echo: Echo, header: str) -> None:
    headers = {header: "application/x-own"}
    for name in ("picture", "paper"):
        getattr(api, name)(("a.png", b"x"), headers=headers)
        assert _types(echo) == ["application/x-own"]
    api.encoded(a="x", b=1, headers=headers)
    assert (_types(echo), echo.last.body) == (["application/x-own"], b"a=x&b=1")
    api.form(a="x", b=1, headers=headers)
    (media_type,) = _types(echo)
    assert parsed(echo.last.body, media_type) == [Part("a", "x"), Part("b", "1")]


def test_what_may_be_anything_may_be_left_out(api: Any, echo: Echo) -> None:
    api.anything()
    assert (echo.last.target, echo.last.headers.get("h"), echo.last.headers.get("Cookie")) == ("/anything", None, None)
    api.anything(q=1, h="b", c=True)
    assert (echo.last.target, echo.last.headers["h"], echo.last.headers["Cookie"]) == ("/anything?q=1", "b", "c=true")


@pytest.mark.parametrize("media_type", [5, "text", "text/csv\r\nX-More: 1", "text/csv\n", "téxt/csv", b"text/csv"])
def test_what_is_no_media_type_is_refused(package: Any, api: Any, echo: Echo, media_type: Any) -> None:
    before = len(echo.sent)
    with pytest.raises(package.SchemaValidationError, match="file: the media type of a file is a text such as"):
        api.typed(file=("a.csv", b"", media_type))
    assert len(echo.sent) == before


@pytest.mark.parametrize("name", ["idempotency_key", "idempotency_key_"])
def test_a_described_key_is_the_caller_s_whatever_the_method(api: Any, echo: Echo, name: str) -> None:
    api.keyed(**{name: "mine"})
    assert (echo.last.method, echo.last.headers["Idempotency-Key"]) == ("DELETE", "mine")
    api.keyed()
    assert len(echo.last.headers["Idempotency-Key"]) == 36


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [([], {"stream": True}), ([{"a": "x"}], {"a": "x", "stream": True}), ([{"stream": False}], {"stream": True})],
)
def test_a_body_that_is_one_parameter_asks_for_a_stream(
    package: Any, api: Any, echo: Echo, arguments: Any, sent: Any
) -> None:
    with pytest.raises(package.ApiStreamingException, match="is application/json"), api.stream_told(*arguments):
        pass
    assert json.loads(echo.last.body) == sent
    api.told(*arguments)
    assert json.loads(echo.last.body or "null") == (arguments[0] if arguments else None)


def test_lists_of_deep_objects_have_brackets(api: Any, echo: Echo) -> None:
    api.deep(expand=["a", "b"], items=[{"price": "p", "tags": [1, None]}, {"price": "q"}, "r", [[2]]])
    assert parse_qsl(urlsplit(echo.last.target).query) == [("expand[]", "a"), ("expand[]", "b")]
    assert parse_qsl(echo.last.body.decode()) == [
        ("items[0][price]", "p"),
        ("items[0][tags][]", "1"),
        ("items[1][price]", "q"),
        ("items[]", "r"),
        ("items[3][0][]", "2"),
    ]


def test_a_parameter_is_written_as_what_its_schema_is_a_name_of(api: Any, echo: Echo) -> None:
    api.asked(m={"x": "1", "y": "2"}, l=["a", "b"])
    assert parse_qsl(urlsplit(echo.last.target).query) == [("x", "1"), ("y", "2"), ("l", "a,b")]


@pytest.mark.parametrize("lines", ['{"a": 1}\n', '{"a": 1}\n{"a": 2}\n', ""])
def test_lines_of_json_are_a_text_however_many_there_are(api: Any, echo: Echo, lines: str) -> None:
    echo.answers(200, lines.encode(), "application/x-jsonl")
    assert api.lines() == lines


@pytest.mark.parametrize("name", ["more", "letter"])
def test_a_field_of_a_form_may_be_called_body(api: Any, echo: Echo, name: str) -> None:
    getattr(api, name)(body="text")
    assert parsed(echo.last.body, echo.last.headers["Content-Type"]) == [Part("body", "text")]


def test_a_form_may_have_more_fields_than_are_described(api: Any, echo: Echo) -> None:
    api.more(body="text", body_body={"n": 1, "f": ("f.bin", b"\x00"), "o": {"a": [1]}})
    assert parsed(echo.last.body, echo.last.headers["Content-Type"]) == [
        Part("body", "text"),
        Part("n", "1"),
        Part("o", '{"a":[1]}', "application/json"),
        Part("f", b"\x00", "application/octet-stream", "f.bin"),
    ]


@pytest.mark.parametrize(
    ("name", "given", "media_type", "body"),
    [
        ("versioned", {"a": "x", "b": 1}, "application/json;version=2", b'{"a":"x","b":1}'),
        ("table", {"body": "a,b"}, "text/csv; header=present", b"a,b"),
        ("table", {"body": b"a,b"}, "text/csv; header=present", b"a,b"),
        ("latin", {"body": "\xfc"}, "text/plain; charset=iso-8859-1", b"\xfc"),
    ],
)
def test_the_parameters_of_a_media_type_are_sent(
    api: Any, echo: Echo, name: str, given: dict[str, Any], media_type: str, body: bytes
) -> None:
    getattr(api, name)(**given)
    assert (echo.last.headers["Content-Type"], echo.last.body) == (media_type, body)


@pytest.mark.parametrize(
    ("name", "text", "charset"),
    [("latin", "\u20ac", "iso-8859-1"), ("machine", "a..b", "idna"), ("unknown", "\ud83d", "nonsense")],
)
def test_a_text_that_its_charset_does_not_have_is_refused(
    package: Any, api: Any, name: str, text: str, charset: str
) -> None:
    with pytest.raises(package.SchemaValidationError, match=f"cannot be written as `text/plain; charset={charset}`"):
        getattr(api, name)(text)


def test_a_field_that_may_be_a_file_or_a_text_is_what_is_given(package: Any, api: Any, echo: Echo) -> None:
    def parts(**given: Any) -> dict[str, tuple[str, str | bytes]]:
        api.image(**given)
        found = parsed(echo.last.body, echo.last.headers["Content-Type"])
        return {part.name: (part.file_name, part.value) for part in found}

    assert parts(image="https://a.example") == {"image": ("", "https://a.example")}
    assert parts(image=b"x", more=3) == {"image": ("image", b"x"), "more": ("", "3")}
    assert parts(image=("a.png", b"x"), more=[b"y"]) == {"image": ("a.png", b"x"), "more": ("more", b"y")}
    with pytest.raises(package.SchemaValidationError, match="more"):
        api.image(image="x", more="three")
    with pytest.raises(package.MissingRequiredParametersError, match="image"):
        api.raw.image(None)


def test_each_item_of_a_list_is_a_file_or_a_text(package: Any, api: Any, echo: Echo) -> None:
    """Whatever the first one is; they keep their order."""

    def parts(**given: Any) -> list[Part]:
        api.attached(**given)
        return parsed(echo.last.body, echo.last.headers["Content-Type"])

    file, text = Part("items", b"x", "application/octet-stream", "items"), Part("items", "t")
    assert parts(items=["t", "t"]) == [text, text]
    assert parts(items=[b"x", "t", io.BytesIO(b"x")]) == [file, text, file]
    assert parts(items=["t", b"x"], ids=[b"x", 3]) == [
        text,
        file,
        Part("ids", b"x", file.media_type, "ids"),
        Part("ids", "3"),
    ]
    for given in ([b"x", 1, "three"], [1, b"x", "three"]):
        with pytest.raises(package.SchemaValidationError, match=r"ids\[2\]|ids\.2"):
            api.attached(items=[], ids=given)
    api.pieces(body={"items": ["t", b"x"]})
    assert [part.value for part in parsed(echo.last.body, echo.last.headers["Content-Type"])] == ["t", b"x"]


def test_a_form_of_the_kind_that_has_no_files_refuses_them(package: Any, api: Any, echo: Echo) -> None:
    """They were lost, and the fields with them."""
    api.address(image="https://a.example")
    assert echo.last.body == b"image=https%3A%2F%2Fa.example"
    with pytest.raises(package.SchemaValidationError, match="image: a form of this media type has no files"):
        api.address(image=b"x")


def test_a_name_of_the_api_that_python_has_otherwise_is_not_proposed_again(package: Any, api: Any) -> None:
    with pytest.raises(package.ApiTypeError, match="unknown argument: body: what the API calls so has another name"):
        api.renamed(word="x", body={"a": "x"})


def test_json_in_a_header_is_ascii(api: Any, echo: Echo) -> None:
    given = {"na\u00efve": 'caf\u00e9 "\U0001f600" \\'}
    api.headed(given)
    text = echo.last.headers["X-Filter"]
    assert (text.isascii(), json.loads(text)) == (True, given)
