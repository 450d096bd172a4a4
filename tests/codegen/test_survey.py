"""The survey: what it wants of a request, what it samples, and that it sees what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from humanloop.core.styles import Style
from tests.codegen import survey
from tests.codegen.calling import api_of, call_all
from tests.codegen.echo import Sent
from tests.codegen.packages import NASTY, generated, imported_from
from tests.codegen.samples import Source
from tests.codegen.wanted import Part, Wanted, pairs, parsed, same_pairs, simple

if TYPE_CHECKING:
    from pathlib import Path

LIST, OBJECT = ["a", "b c"], {"x": 1, "y": True}


@pytest.mark.parametrize(
    ("style", "explode", "value", "text"),
    [
        ("simple", False, 5, "5"),
        ("simple", False, LIST, "a,b c"),
        ("simple", True, OBJECT, "x=1,y=true"),
        ("simple", False, OBJECT, "x,1,y,true"),
        ("label", False, LIST, ".a,b c"),
        ("label", True, LIST, ".a.b c"),
        ("matrix", False, LIST, ";p=a,b c"),
        ("matrix", True, LIST, ";p=a;p=b c"),
        ("matrix", True, OBJECT, ";x=1;y=true"),
        ("matrix", False, OBJECT, ";p=x,1,y,true"),
        ("matrix", False, "", ";p"),
        ("matrix", False, [""], ";p"),
        ("matrix", True, ["a", ""], ";p=a;p"),
        ("matrix", True, {"x": ""}, ";x"),
        ("simple", True, {"x": "", "y": 1}, "x=,y=1"),
        ("label", True, {"x": ""}, ".x="),
    ],
)
def test_values_in_a_path(style: str, explode: bool, value: Any, text: str) -> None:
    assert simple("p", style, value, explode) == text
    assert unquote(Style(style, explode=explode).segment("p", value)) == text


@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize(("value", "plain"), [([None, "a", None], ["a"]), ({"x": None, "y": 1}, {"y": 1})])
def test_a_null_has_no_form(value: Any, plain: Any, *, explode: bool) -> None:
    for form in ("simple", "label", "matrix"):
        style = Style(form, explode=explode)
        assert style.segment("p", value) == style.segment("p", plain)
        assert style.header(value) == style.header(plain)
    for form in ("form", "spaceDelimited", "pipeDelimited", "deepObject"):
        style = Style(form, explode=explode)
        assert style.pairs("p", value) == style.pairs("p", plain)


@pytest.mark.parametrize(
    ("style", "explode", "value", "wanted"),
    [
        ("form", None, LIST, [("p", "a"), ("p", "b c")]),
        ("form", False, LIST, [("p", "a,b c")]),
        ("form", None, OBJECT, [("x", "1"), ("y", "true")]),
        ("form", False, OBJECT, [("p", "x,1,y,true")]),
        ("spaceDelimited", False, LIST, [("p", "a b c")]),
        ("pipeDelimited", False, LIST, [("p", "a|b c")]),
        ("deepObject", True, {"x": {"y": 1}, "z": [1, 2]}, [("p[x][y]", "1"), ("p[z][]", "1"), ("p[z][]", "2")]),
        ("deepObject", True, ["a", {"b": [1]}], [("p[]", "a"), ("p[1][b][]", "1")]),
    ],
)
def test_values_in_a_query(style: str, explode: bool | None, value: Any, wanted: list[Any]) -> None:
    parameter = {"name": "p", "style": style, **({} if explode is None else {"explode": explode})}
    assert pairs(parameter, {}, value) == wanted


def test_pairs_of_one_name_keep_their_order() -> None:
    assert same_pairs([("a", "1"), ("b", "2"), ("a", "3")], [("b", "2"), ("a", "1"), ("a", "3")])
    assert not same_pairs([("a", "1"), ("a", "3")], [("a", "3"), ("a", "1")])


def test_forms_are_taken_to_pieces() -> None:
    assert parsed(b"a+b=c%26+d&n=1", "application/x-www-form-urlencoded") == [Part("a b", "c& d"), Part("n", "1")]
    body = (
        b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n\x00\r\n'
        b'--B\r\nContent-Disposition: form-data; name="t"\r\nContent-Type: application/json\r\n\r\n{}\r\n--B--\r\n'
    )
    assert parsed(body, "multipart/form-data; boundary=B") == [
        Part("f", b"\x00", "image/png", "a.bin"),
        Part("t", "{}", "application/json"),
    ]


SCHEMAS = {
    "A": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer", "minimum": 7}, "b": {"$ref": "#/components/schemas/A"}},
    },
    "Cat": {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}},
    "Pet": {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat"}},
    },
}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "maxLength": 4}, "some"),
        ({"type": ["null", "integer"], "maximum": 2}, 2),
        ({"anyOf": [{"type": "null"}, {"const": 5}]}, 5),
        (
            {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"c": {"type": "boolean"}}}]},
            {"a": 7, "c": True},
        ),
        ({"type": "array", "minItems": 2, "items": {"enum": ["x"]}}, ["x", "x"]),
        ({"$ref": "#/components/schemas/Pet"}, {"kind": "c", "lives": 3}),
        ({"type": "object", "additionalProperties": {"type": "number"}}, {"any key": 1.5}),
        ({"type": "object"}, {"any key": "anything"}),
        ({"type": "object", "properties": {}}, {}),
    ],
)
def test_samples_fit_their_schemas(schema: Any, value: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"components": {"schemas": SCHEMAS}, "x": schema}), encoding="utf-8")
    source = Source(path)
    found = source.sample(source.root["x"], sent=True)
    assert {**found, "b": 0} == {**value, "b": 0} if isinstance(value, dict) else found == value


def test_each_part_of_a_request_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    wanted = Wanted("GET", "/a", [("q", "1")], {"H": "2"}, {"c": "3"}, "application/json", body={"a": 1})
    wanted.schemes = (({"type": "http", "scheme": "basic"},),)
    headers = {"h": "2", "Cookie": "c=3", "Content-Type": "application/json", "Authorization": "Basic x"}
    right = Sent("GET", "/a?q=1", headers, b'{"a": 1}')
    assert [*wanted.mistakes(right, Source(path))] == []
    wrong = Sent("PUT", "/b?q=2&r=1", {"Content-Type": "application/json"}, b'{"a": 2}')
    assert [text.split()[0] for text in wanted.mistakes(wrong, Source(path))] == [
        *("method", "path", "no", "query", "header", "cookie", "body")
    ]


@pytest.mark.parametrize(
    ("given", "is_right"), [("image/jpeg", True), ("text/csv", True), ("image/gif", False), ("text", False)]
)
def test_a_part_has_one_of_the_media_types_that_are_listed(given: str, is_right: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    wanted = Wanted("POST", "/a", media_type="multipart/form-data", body={"f": b"x"}, schema={})
    wanted.encoding = {"f": {"contentType": "image/png, image/jpeg, text/*"}}
    body = (
        f'--B\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: {given}\r\n\r\nx\r\n--B--\r\n'
    )
    sent = Sent("POST", "/a", {"Content-Type": "multipart/form-data; boundary=B"}, body.encode())
    found = [text.split(" is ")[0] for text in wanted.mistakes(sent, Source(path))]
    assert found == ([] if is_right else ["part f"])


def test_a_package_that_sends_something_else_is_seen(tmp_path: Path) -> None:
    with generated(NASTY, "nasty", tmp_path):
        calls = call_all(Source(NASTY), api_of(NASTY), "nasty")
        assert (calls.called, calls.wrong) == (9, {})
    path = tmp_path / "nasty" / "apis" / "tags" / "odd_things_api.py"
    text = (
        path.read_text(encoding="utf-8").replace('"X-Levels": x_levels', '"X-Levels": None').replace('"/form"', '"/f"')
    )
    path.write_text(text, encoding="utf-8")
    with imported_from(tmp_path, "nasty"):
        calls = call_all(Source(NASTY), api_of(NASTY), "nasty")
    assert [*calls.wrong] == ["GET /shelves/{shelf_id}/things/{thing-id}", "POST /form"]


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nasty31.yaml").write_text(
        NASTY.with_name("nasty31.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")
    assert survey.main([str(tmp_path), "--no-mypy"]) == 0
    lines = capsys.readouterr().out.splitlines()
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:8]] for line in lines if "|" in line
    }
    assert cells["nasty31.yaml"] == ["1", "1", "0", "yes", "-", "1/1"]
    assert cells["1 of 1 documents"] == ["1", "1", "0", "1 yes", "0", "1/1"]
    assert any(line.startswith("broken.yaml: nothing is generated: broken.yaml:") for line in lines)
