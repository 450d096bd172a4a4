"""JSON out, query text out, answers in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from humanloop import pydantic as models
from humanloop.core.json import from_json, to_json, to_query
from humanloop.response.reading import to_model

BOM = b"\xef\xbb\xbf"
USAGE = b'{"prompt_tokens": 1, "generation_tokens": 2, "total_tokens": 3}'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, b"null"),
        ({"a": [1, 0.5, True, None, "x"]}, b'{"a":[1,0.5,true,null,"x"]}'),
        ("ü🙂", '"ü🙂"'.encode()),
        ('"\\\n', b'"\\"\\\\\\n"'),
        (10**30, b"1" + b"0" * 30),
        ({}, b"{}"),
    ],
)
def test_json_is_written_as_short_utf8(value: Any, text: bytes) -> None:
    assert to_json(value) == text


def cycle() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [object(), {"a": object()}, "\ud800", {"\ud800": 1}, cycle()])
def test_what_json_cannot_carry_is_a_value_error(value: Any) -> None:
    with pytest.raises(ValueError, match=r"serializ|surrogates|Circular") as caught:
        to_json(value)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"null", None),
        (b' {"a": [1, 2.5]} \n', {"a": [1, 2.5]}),
        (BOM + b'{"a": 1}', {"a": 1}),
        ('"ü"'.encode(), "ü"),
        ('{"a": "\\u00fc\\ud83d\\ude42"}', {"a": "ü🙂"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"1" + b"0" * 40, 10**40),
    ],
)
def test_json_is_read(data: bytes | str, value: Any) -> None:
    assert from_json(data) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        BOM,
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b"<html></html>",
        b"NaN",
        b"[Infinity]",
        b'"\xff"',
        '{"a": 1}'.encode("utf-16"),
        b"[" * 100_000,
        b"1" * 5000,
        b'"\\ud800"',
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_json_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_json_comes_back_as_it_went(value: Any) -> None:
    assert from_json(to_json(value)) == value
    assert from_json(BOM + json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ({}, ""),
        ({"a": "x"}, "a=x"),
        ({"b": 1, "a": 0.5}, "b=1&a=0.5"),
        ({"a": True, "b": False}, "a=true&b=false"),
        ({"a": [True, 1, "x"]}, "a=true&a=1&a=x"),
        ({"a": [], "b": "x"}, "b=x"),
        ({"a": None, "b": [None, "x"]}, "b=x"),
        ({"a b": "c d&e=f+g%"}, "a+b=c+d%26e%3Df%2Bg%25"),
        ({"a": "ü/?#"}, "a=%C3%BC%2F%3F%23"),
        ({"a": ""}, "a="),
    ],
)
def test_a_query_is_written(values: dict[str, Any], query: str) -> None:
    assert to_query(values) == query


@given(st.dictionaries(st.text(), st.lists(st.text()), max_size=5))
def test_a_query_comes_back_as_it_went(values: dict[str, list[str]]) -> None:
    pairs = [(name, item) for name, items in values.items() for item in items]
    assert parse_qsl(to_query(values), keep_blank_values=True, strict_parsing=bool(pairs)) == pairs


@pytest.mark.parametrize("validate", [False, True])
@pytest.mark.parametrize("data", [USAGE, BOM + USAGE, USAGE + b" \n"])
def test_an_answer_that_fits_becomes_its_model(data: bytes, validate: bool) -> None:
    made = to_model("models.Usage", data, validate=validate)
    assert type(made) is models.Usage
    assert (made.prompt_tokens, made.total_tokens) == (1, 3)


@pytest.mark.parametrize("validate", [False, True])
@pytest.mark.parametrize(
    ("expression", "data", "value"),
    [
        ("Any", b'{"a": [1]}', {"a": [1]}),
        ("Any", b"null", None),
        ("str", b'"text"', "text"),
        ("Dict[str, Any]", b'{"a": 1}', {"a": 1}),
        ("List[str]", b'["a"]', ["a"]),
        ("List[models.Usage]", b"[]", []),
    ],
)
def test_answers_without_a_model(expression: str, data: bytes, value: Any, validate: bool) -> None:
    assert to_model(expression, data, validate=validate) == value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'[{"id": "data_1", "project_id": "pr"}]', list),
        (b'{"id": "data_1", "project_id": "pr"}', models.CreateLogResponse),
    ],
)
def test_an_answer_that_may_be_one_or_many(data: bytes, kind: type) -> None:
    made: Any = to_model("Union[List[models.CreateLogResponse], models.CreateLogResponse]", data, validate=True)
    one = made[0] if kind is list else made
    assert (type(made), type(one), one.id) == (kind, models.CreateLogResponse, "data_1")


def test_times_are_times_and_the_text_is_not_lost() -> None:
    data = (
        b'{"id": "ev", "name": "n", "description": "", "datapoint_count": 1,'
        b' "created_at": "2024-01-02T03:04:05Z", "updated_at": "2024-01-02T03:04:05.5"}'
    )
    made = to_model("models.DatasetResponse", data, validate=False)
    assert made.created_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert made.updated_at == datetime(2024, 1, 2, 3, 4, 5, 500000)  # noqa: DTZ001 - the server named no zone


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b'{"prompt_tokens": "1", "generation_tokens": 2, "total_tokens": 3}', "prompt_tokens"),
        (b'{"prompt_tokens": 1.5, "generation_tokens": 2, "total_tokens": 3}', "prompt_tokens"),
        (b'{"prompt_tokens": true, "generation_tokens": 2, "total_tokens": 3}', "prompt_tokens"),
        (b'{"generation_tokens": 2, "total_tokens": 3}', "prompt_tokens"),
        (b'{"prompt_tokens": null, "generation_tokens": 2, "total_tokens": 3}', "prompt_tokens"),
    ],
)
def test_what_does_not_fit_is_kept_or_raises(data: bytes, wrong: str) -> None:
    made = to_model("models.Usage", data, validate=False)
    assert getattr(made, wrong) == json.loads(data).get(wrong)
    assert (made.generation_tokens, made.total_tokens) == (2, 3)
    with pytest.raises(ValidationError, match=wrong):
        to_model("models.Usage", data, validate=True)


@pytest.mark.parametrize("validate", [False, True])
@pytest.mark.parametrize(
    "data", [b"", b"{", b"<html>", b"null", b"[]", b'"text"', b"5", b"true", b"NaN", b"\xff", b'{"a":' * 5000]
)
def test_what_is_not_the_promised_document_raises(data: bytes, validate: bool) -> None:
    with pytest.raises(ValueError):
        to_model("models.Usage", data, validate=validate)


@pytest.mark.parametrize(
    ("expression", "data", "said"),
    [
        ("models.Usage", b"[]", "Usage was promised, and the answer is a list"),
        ("models.Usage", b"null", "Usage was promised, and the answer is null"),
        ("models.Usage", b"true", "Usage was promised, and the answer is true or false"),
        ("models.Usage", b"1.5", "Usage was promised, and the answer is a number"),
        ("List[models.Usage]", b"{}", "a list of Usage was promised, and the answer is an object"),
        ("List[models.Usage]", b'"x"', "a list of Usage was promised, and the answer is text"),
        ("str", b"{}", "str was promised, and the answer is an object"),
        (
            "Union[List[models.Usage], models.Usage]",
            b"1",
            "a list of Usage or Usage was promised, and the answer is a number",
        ),
    ],
)
def test_the_error_says_what_was_promised(expression: str, data: bytes, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        to_model(expression, data, validate=False)
    assert str(caught.value) == said
