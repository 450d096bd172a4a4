"""JSON is read as JSON: with the lines of its parts, and in the forms that YAML refuses."""

from __future__ import annotations

import json

import pytest

from codegen.spec import SpecError, loads

TEXTS = [
    r'{"a": [1, -2.5, 1e3, true, false, null, "x\n\u00e9"], "b": {}, "c": []}',
    '{\n\t"tabs": {\n\t\t"a": 1}}',
    r'{"smile": "\ud83d\ude00", "slash": "\/", "backslash": "\\ud83d"}',
    json.dumps({"k" * 2000: "a key that YAML takes for none"}),
    '\ufeff{"bom": "\x7f"}',
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_what_the_library_reads(text: str) -> None:
    assert loads(text, "f.yaml").root.value == json.loads(text.removeprefix("\ufeff"))


def test_half_of_a_surrogate_pair_becomes_a_character_that_can_be_written() -> None:
    assert loads(r'{"a": "x\ud83d", "\udc00": 1}', "f.json").root.value == {"a": "x\ufffd", "\ufffd": 1}


def test_parts_know_their_lines_and_ways() -> None:
    root = loads('{\n "a":\n  {"b": [\n 1,\n 2]},\n "c": 3}', "f.json").root
    place = root["a"]["b"].elements[1].place
    assert (place.line, place.path) == (5, ("a", "b", "1"))
    assert [root["a"].place.line, root["a"]["b"].place.line, root["c"].place.line] == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n}', "f.json:2: not JSON: a name in quotes is expected"),
        ('{"a": [1\n 2]}', "f.json:2: not JSON: a comma or `]` is expected"),
        ('{"a" 1}', "f.json:1: not JSON: a colon is expected"),
        ('{"a": NaN}', "f.json:1: not JSON: a value is expected"),
        ('{"a":\n' + "1" * 5000 + "}", "f.json:2: not JSON: a number of 5000 digits cannot be read"),
        ('{"a": "x', "f.json:1: not JSON: Unterminated string starting at"),
        ('{"a": 1} x', "f.json:1: not JSON: something stands behind the document"),
        ('{"a": 1, "a": 2}', "f.json:1 a: `a` is there twice"),
        ('{"a": ' + "[" * 400, "f.json:1: not JSON: nested more than 300 deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        loads(text, "f.json")
    assert str(caught.value) == said


def test_yaml_that_begins_like_json_is_yaml() -> None:
    assert loads("{a: [b], 'c': 1,}", "f.yaml").root.value == {"a": ["b"], "c": 1}
