"""Reading documents: values, places, references."""

from __future__ import annotations

import pytest

from codegen.spec import SpecError, loads


def test_scalars_are_those_of_json() -> None:
    document = loads("[1, 010, 1.5, 1e3, true, yes, null, 2024-01-01, '1']", "f.yaml")
    assert document.root.value == [1, "010", 1.5, 1000.0, True, "yes", None, "2024-01-01", "1"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!binary AAEC", "AAEC"),
        ("!!timestamp 2024-01-01", "2024-01-01"),
        ("!!str 5", "5"),
        ("!!int '5'", 5),
        ("!!float 5", 5.0),
        ("!!set {a, b}", {"a": None, "b": None}),
        ("!!omap [a: 1]", [{"a": 1}]),
        ("=", "="),
    ],
)
def test_what_yaml_has_besides_is_what_it_is_in_json(text: str, value: object) -> None:
    assert loads(f"a: {text}", "f.yaml").root["a"].value == value


def test_places_name_line_and_path() -> None:
    document = loads("paths:\n  /chat:\n    post:\n      tags: [a]\n", "f.yaml")
    node = document.root["paths"]["/chat"]["post"]["tags"]
    assert str(node.elements[0].place) == "f.yaml:4 paths./chat.post.tags.0"


def test_references_are_followed() -> None:
    document = loads("a: {$ref: '#/b/x~1y/1'}\nb: {x/y: [no, {$ref: '#/c'}]}\nc: 5\n", "f.yaml")
    assert document.resolve(document.root["a"]).value == 5


def _resolve_a(text: str) -> None:
    document = loads(text, "f.yaml")
    document.resolve(document.root["a"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.yaml:1: the document is empty"),
        ("a: [", "f.yaml:2: not YAML: "),
        ("a: 1\na: 2", "f.yaml:2 a: `a` is there twice"),
        ("a: !!int abc", "f.yaml:1 a: `abc` is no `!!int` that can be read"),
        ("a: !!bool maybe", "f.yaml:1 a: `maybe` is no `!!bool` that can be read"),
        (f"a: {'1' * 5000}", f"f.yaml:1 a: `{'1' * 60}` is no `!!int` that can be read"),
        ("a: !!float .nan", "f.yaml:1 a: `.nan` as `!!float` has no form in JSON"),
        ("a: !!set x", "f.yaml:1 a: `x` as `!!set` has no form in JSON"),
        ("a: {$ref: '#/b'}", "f.yaml:1 a: reference `#/b` leads nowhere: there is no `b`"),
        ("a: {$ref: 'b.yaml'}", "f.yaml:1 a: reference `b.yaml` leads out of the document: unsupported"),
        ("a: {$ref: '#/a'}", "f.yaml:1 a: reference `#/a` leads back to itself"),
        ("b: 1", "f.yaml:1: `a` is missing"),
    ],
)
def test_errors_name_their_place(text: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        _resolve_a(text)
    assert str(caught.value).startswith(message)
