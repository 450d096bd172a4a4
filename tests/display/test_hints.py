"""Reading answers as they could be read in earlier releases."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop import ApiAttributeError, ApiTypeError
from humanloop import pydantic as models
from humanloop.response.records import Records
from tests.display.samples import log, page_of

RAW = "status, headers and plain JSON come from the same method on `.raw`"


def test_body_is_the_answer_itself() -> None:
    answer: Any = models.ChatResponse.model_construct(data=[log(1)], project_id="pr_1")
    with pytest.raises(ApiAttributeError) as caught:
        answer.body["data"]
    assert str(caught.value) == (
        f"ChatResponse has no `body`, it is the answer itself: write `.data` instead of `.body['data']`; {RAW}"
    )
    assert not hasattr(answer, "body")
    answers: Any = Records([log(1)])
    with pytest.raises(ApiAttributeError, match=r"write `\[0\]` instead of `.body\[0\]`"):
        answers.body[0]


def test_status_and_headers_are_those_of_raw_methods() -> None:
    answer: Any = models.CreateSessionResponse(id="sesh_1")
    with pytest.raises(ApiAttributeError) as caught:
        _ = answer.headers
    assert str(caught.value) == f"CreateSessionResponse has no `headers`: {RAW}"


def test_a_body_that_the_server_sent_is_no_mistake() -> None:
    answer: Any = models.CreateSessionResponse.model_validate({"id": "sesh_1", "body": 1})
    assert answer.body == 1


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
