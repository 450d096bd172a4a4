"""Reading answers as they could be read in earlier releases."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from typing import Any

import pytest

from humanloop import ApiAttributeError, ApiClient, ApiResponse, ApiTypeError, Configuration
from humanloop import pydantic as models
from humanloop.core.notices import DeprecationWarningOnce
from humanloop.core.operation import Operation
from humanloop.response.records import Records
from tests.display.samples import log, page_of

HOST = "http://127.0.0.1:9/v4"
RAW = "status, headers and plain JSON come from the same method on `.raw`"


def answered(expression: str, body: Any) -> Any:
    """What a call answers."""
    operation: Operation[Any] = Operation("GET", "/x", status=200, returns=expression)
    response = ApiResponse(
        status=200, reason="OK", headers={}, round_trip_time=0.1, response=None, data=json.dumps(body).encode()
    )
    return ApiClient(Configuration(HOST, "key")).model(operation, response, validate=False)


CHAT = {
    "data": [{"id": "data_1", "index": 0, "output": "Hi", "created_at": "2024-01-02T03:04:05Z"}],
    "trace_status": None,
}


def test_body_is_plain_json_as_before_0_6() -> None:
    answer = answered("models.ChatResponse", CHAT)
    with pytest.warns(DeprecationWarningOnce) as caught:
        output = answer.body["data"][0]["output"]
    assert output == "Hi"
    told = (
        "`body` is of releases before 0.6: the answer has its fields itself: write `.data` instead of `.body['data']`"
    )
    assert [(warning.filename, str(warning.message)) for warning in caught] == [(__file__, f"{told}; {RAW}")]
    with pytest.warns(DeprecationWarningOnce):
        assert answer.body == CHAT, "nothing is missing, and nothing is added"


def test_body_of_a_list_is_the_list_as_plain_json() -> None:
    answer = answered("List[models.LogResponse]", [{"id": "data_1", "new": 1}, 5])
    with pytest.warns(DeprecationWarning, match=r"write `\[0\]` instead of `.body\[0\]`"):
        assert answer.body[0]["id"] == "data_1"
    with pytest.warns(DeprecationWarningOnce):
        assert answer.body == [{"id": "data_1", "new": 1}, 5]


def test_the_warning_is_told_once_for_each_place() -> None:
    answer = answered("models.ChatResponse", CHAT)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default", DeprecationWarning)
        for _ in range(3):
            answer.body["data"]
        answer.body["data"]
    assert len(caught) == 2


@pytest.mark.parametrize("name", ["status", "headers", "reason", "round_trip_time", "response"])
def test_what_raw_methods_answer_is_told_of_on_the_answer_itself_only(name: str) -> None:
    answer = answered("models.ChatResponse", CHAT)
    with pytest.raises(ApiAttributeError) as caught:
        getattr(answer, name)
    assert str(caught.value) == f"ChatResponse has no `{name}`: {RAW}"
    for inner in (answer.data[0], models.CreateSessionResponse(id="sesh_1")):
        for missing in (name, "body"):
            with pytest.raises(AttributeError, match=f"object has no attribute '{missing}'$"):
                getattr(inner, missing)
    with pytest.raises(ApiAttributeError, match=f"Records has no `{name}`: {RAW}"):
        getattr(answered("List[models.LogResponse]", []), name)


def test_an_answer_equals_the_same_record_elsewhere() -> None:
    answer = answered("models.LogResponse", {"id": "data_1"})
    assert answer == answered("List[models.LogResponse]", [{"id": "data_1"}])[0]
    assert copy.deepcopy(answer) == pickle.loads(pickle.dumps(answer)) == answer


def test_a_body_that_the_server_sent_is_no_mistake() -> None:
    answer = answered("models.CreateSessionResponse", {"id": "sesh_1", "body": 1, "status": "new"})
    assert (answer.body, answer.status) == (1, "new")


@pytest.mark.parametrize(
    ("answer", "key", "hint"),
    [
        (log(1), "output", f"LogResponse is no dict: write `.output` instead of `['output']`; {RAW}"),
        (log(1), "ouput", "LogResponse is no dict, and has no field 'ouput'; did you mean `.output`?"),
        (log(1), "nowhere", "LogResponse is no dict, and has no field 'nowhere'"),
        (log(1), 0, "LogResponse takes no index"),
        (
            models.EvaluatorResponse.model_construct(),
            "model_config",
            f"EvaluatorResponse is no dict: write `.model_config_` instead of `['model_config']`; {RAW}",
        ),
        (
            page_of(),
            0,
            "PaginatedDataLogResponse takes no index: write `.records[0]` for this page, or walk all pages with `for`",
        ),
        (Records([log(1)]), "output", "the answer is a list: choose a record first, as in `[0].output`"),
    ],
)
def test_brackets_say_how_a_field_is_read(answer: Any, key: object, hint: str) -> None:
    with pytest.raises(ApiTypeError) as caught:
        answer[key]
    assert str(caught.value) == hint


@pytest.mark.parametrize(("index", "written"), [(slice(2), ":2"), (slice(-3, None), "-3:"), (slice(None), ":")])
def test_a_slice_of_a_page_is_written_as_it_was(index: Any, written: str) -> None:
    with pytest.raises(ApiTypeError) as caught:
        page_of()[index]
    assert f"write `.records[{written}]` for this page" in str(caught.value)


def test_lists_stay_lists() -> None:
    records = Records([log(1), log(2)])
    assert records == [log(1), log(2)]
    assert records[0] == records[-2] == log(1)
    assert type(records[:1]) is Records
    assert not hasattr(records, "nowhere")
    with pytest.raises(IndexError):
        records[5]
