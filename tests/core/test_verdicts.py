"""What Python's own `json` reads of an answer is not lost, on whichever way it is read."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from humanloop import ApiClient, ApiResponse, ApiResponseError, Configuration
from humanloop.core.json import from_answer, from_json
from humanloop.core.operation import Operation
from humanloop.response.events import to_items

LOG: Operation[Any] = Operation("GET", "/logs/{id}", status=200, returns="models.LogRequest")
CLIENT = ApiClient(Configuration("http://127.0.0.1:9/v4", "key"))
HALF = "half \ud83d of a pair"
TEXTS = [
    '{"reference_id": "r", "duration": NaN}',
    '{"reference_id": "r", "inputs": {"x": [Infinity, -Infinity]}}',
    json.dumps({"reference_id": "r", "output": HALF}),
    json.dumps({"reference_id": "r", "inputs": {HALF: [HALF]}}),
    json.dumps({"reference_id": "r", "output": HALF, "duration": math.nan}),
]


def response(text: str) -> ApiResponse:
    return ApiResponse(status=200, reason="OK", headers={}, round_trip_time=0.1, response=None, data=text.encode())


def same(one: Any, other: Any) -> bool:
    """Compare values, NaN with NaN."""
    return repr(one) == repr(other)


@pytest.mark.parametrize("text", TEXTS)
def test_one_verdict_on_all_ways(text: str) -> None:
    expected = json.loads(text)
    strict = CLIENT.model(LOG, response(text), validate=True)
    tolerant = CLIENT.model(LOG, response(text.replace("{", '{"parent_id": 5, ', 1)), validate=False)
    (item,) = to_items(f'{{"data": [{text}]}}', "data", (*expected,))
    for name, value in expected.items():
        assert same(getattr(strict, name), value)
        assert same(getattr(tolerant, name), value)
    assert same(response(text).body, expected)
    assert same(item, expected)
    assert type(strict) is type(tolerant)


@pytest.mark.parametrize("text", TEXTS[2:])
def test_strict_still_refuses_what_does_not_fit(text: str) -> None:
    with pytest.raises(ApiResponseError):
        CLIENT.model(LOG, response(text.replace("{", '{"parent_id": 5, ', 1)), validate=True)


@pytest.mark.parametrize("text", ["", "{", "oops", "[" * 100_000, '{"a": 1} x', "\x00"])
def test_what_is_no_json_is_none_on_all_ways(text: str) -> None:
    for validate in (True, False):
        with pytest.raises(ApiResponseError):
            CLIENT.model(LOG, response(text), validate=validate)
    with pytest.raises(ValueError):
        from_answer(text)
    if text:
        assert response(text).body == text
        with pytest.raises(ValueError):
            to_items(f'{{"data": [{text}]}}', "data", ("reference_id",))


def test_what_is_sent_to_a_server_is_read_strictly() -> None:
    for text in ('{"x": NaN}', json.dumps(HALF)):
        with pytest.raises(ValueError):
            from_json(text)


@pytest.mark.parametrize("number", [14, 14.0, 0.5, -3, True, "14"])
@pytest.mark.parametrize("returns", ["models.FeedbackResponse", "models.EvaluationResultResponse"])
def test_a_number_keeps_its_type(number: Any, returns: str) -> None:
    operation: Operation[Any] = Operation("GET", "/x", status=200, returns=returns)
    made = CLIENT.model(operation, response(json.dumps({"type": "rating", "value": number})), validate=False)
    assert same(made.value, number)
