"""What notebooks show."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop import Humanloop
from humanloop import pydantic as models
from humanloop.display.records import MOST_ROWS
from humanloop.response.records import Records
from tests.display.reading import read
from tests.display.samples import TIME, log, message, page_of, result


def lines(shown: object) -> list[str]:
    return [line for line in read(shown).text.splitlines() if line.strip()]


def test_an_object_is_a_table_of_its_fields() -> None:
    made = log(1, feedback=[], duration=0.123456789, user=None)
    shown = read(made)
    assert shown.tags.count("table") >= 1
    assert "LogResponse\n \ndata_1" in shown.text
    assert "0.123457" in shown.text
    assert "2024-05-01 12:30:00 UTC" in shown.text
    assert lines(made)[-1].startswith("empty: project, project_id,")


def test_what_says_the_same_twice_is_shown_once() -> None:
    made = log(1, raw_output="It is 1.", output_message=message("assistant", "It is 1."))
    assert read(made).text.count("It is 1.") == 1
    made = log(1, raw_output="It is", output_message=message("assistant", "It was 1."))
    assert "It was 1." in read(made).text


def test_messages_are_a_conversation() -> None:
    call = models.ToolCall.model_construct(
        id="call_1", function=models.FunctionTool.model_construct(name="search", arguments='{"q": 1}')
    )
    picture = models.ImageChatContent.model_construct(
        type="image_url", image_url=models.ImageUrl.model_construct(url="https://pictures.example/1.png")
    )
    said = [
        message("system", "Be kind."),
        message("user", [models.TextChatContent.model_construct(type="text", text="Look:"), picture]),
        message("assistant", None, tool_calls=[call]),
        message("tool", "42", name="search", tool_call_id="call_1"),
    ]
    wanted = [
        "system", "Be kind.", "user", "Look:", "image: https://pictures.example/1.png", "assistant",
        'calls search({"q": 1})', "tool · search · call_1", "42",
    ]  # fmt: skip
    assert lines(Records(said)) == wanted
    assert set(wanted) < set(lines(log(1, messages=said)))
    assert lines(said[0]) == ["system", "Be kind."]


def test_of_a_long_conversation_the_beginning_and_the_end_are_shown() -> None:
    shown = lines(Records([message("user", f"number {number}") for number in range(500)]))
    assert len(shown) == 81
    assert {"number 0", "number 9", "… 460 more messages …", "number 470", "number 499"} < set(shown)


def test_a_page_is_a_table_of_useful_columns() -> None:
    shown = lines(page_of(log(1), log(2), total=30))
    assert shown[:2] == ["LogResponse", "2 of 30 records, page 1"]
    assert shown[2:7] == ["id", "config", "inputs", "output", "created_at"]
    assert "question: What is 2?" in shown


def test_rows_texts_and_lists_are_capped() -> None:
    many = page_of(*(log(number, output="long " * 10_000) for number in range(1000)))
    shown = read(many)
    assert shown.tags.count("tr") == MOST_ROWS + 1
    assert "20 of 1000 records" in shown.text
    assert len(many._repr_html_()) < 50_000
    big = log(1, output="x" * 1_000_000, metadata={str(number): ["y"] * 1000 for number in range(1000)})
    assert len(big._repr_html_()) < 100_000
    assert "(1,000,000 characters)" in read(big).text
    assert len(repr(big)) < 200


def test_lists_of_calls_are_tables_too() -> None:
    records = Records([log(1), log(2), log(3)])
    assert lines(records)[:2] == ["LogResponse", "3 records"]
    assert lines(records[1:])[:2] == ["LogResponse", "2 records"]
    assert lines(Records([])) == ["Records", "0 records"]
    assert lines(Records(["a", "b"])) == ["Records", "2 records", "a", "b"]


@pytest.mark.parametrize(
    ("values", "shown", "width"),
    [
        ([True], "true", 100),
        ([False], "false", 0),
        ([True, True, False], "67% true (3 results)", 67),
        ([0.25], "0.25", 25),
        ([0.5, 1.0], "0.75 (2 results)", 75),
        ([2, 4], "3 of up to 4 (2 results)", 75),
        ([7.5], "7.5", None),
        ([-1, 1], "0 (2 results)", None),
        ([None], "no value", 0),
        (["good", "good", "bad", ["good"]], "3 of 4", 75),
    ],
)
def test_results_of_evaluators_have_a_bar_each(values: list[Any], shown: str, width: int | None) -> None:
    seen = read(Records([result("evfn_1", value) for value in values]))
    assert "evfn_1" in seen.text
    assert shown in seen.text
    widths = [style for style in seen.styles if "height:100%" in style]
    assert widths[0].endswith(f"width:{width or 0}%")
    has_scale = any("rgba(128,128,128,.25)" in style for style in seen.styles)
    assert has_scale is (width is not None)


def test_failed_evaluators_are_counted() -> None:
    seen = read(Records([result("evfn_1", None, error="ValueError"), result("evfn_1", value=True)]))
    assert "1 failed" in seen.text


def test_an_evaluation_has_a_bar_for_each_evaluator() -> None:
    made = models.EvaluationResponse.model_construct(
        id="ev_1",
        status="completed",
        evaluators=[
            models.EvaluatorResponse.model_construct(id="evfn_1", name="exact match", return_type="boolean"),
            models.EvaluatorResponse.model_construct(id="evfn_2", name="length", return_type="number"),
        ],
        evaluator_aggregates=[
            models.ModelConfigEvaluatorAggregateResponse.model_construct(
                model_config_id="config_1", evaluator_id=evaluator, aggregate_value=value
            )
            for evaluator, value in (("evfn_1", 0.67), ("evfn_2", 5.5), ("evfn_3", None))
        ],
    )
    shown = lines(made)
    assert [shown[shown.index(name) + 1] for name in ("exact match", "length", "evfn_3")] == [
        "67% true",
        "5.5",
        "no value",
    ]
    assert "exact match" in lines(Records([made, made]))


def test_judged_datapoints_show_input_output_and_verdict() -> None:
    made = models.EvaluationDatapointSnapshotResponse.model_construct(
        datapoint=models.DatapointResponse.model_construct(id="evtc_1", inputs={"q": "1"}, target={"answer": "2"}),
        log=log(1, output="3"),
        evaluation_results=[result("evfn_1", value=False)],
    )
    shown = lines(Records([made, made]))
    assert shown[2] == "evfn_1"
    assert {"id", "inputs", "output", "target", "evaluation_results", "q: 1", "answer: 2", "3", "false"} < set(shown)


def test_names_of_evaluators_are_whole() -> None:
    name = "evfn_hmtBJYbGBeLsmPxO862SL"
    shown = lines(page_of(log(1, evaluation_results=[result(name, 0.5)]), log(2)))
    assert sum(line.strip() == name for line in shown) == 2  # its bar, and its log


def test_logs_that_are_parts_of_others_hang_below_them() -> None:
    logs = [log(1, parent_id="data_3"), log(2), log(3), log(4, parent_id="data_1"), log(5, parent_id="elsewhere")]
    shown = [line.strip() for line in lines(page_of(*logs))]
    assert [line for line in shown if line.startswith("data_")] == ["data_2", "data_3", "data_1", "data_4", "data_5"]
    assert shown.count("└") == 2


def test_logs_that_are_parts_of_each_other_are_all_shown() -> None:
    logs = [log(1, parent_id="data_2"), log(2, parent_id="data_1"), log(3, parent_id="data_3")]
    shown = lines(page_of(*logs))
    assert {"data_1", "data_2", "data_3"} < set(shown)


def test_a_session_is_a_tree() -> None:
    made = models.SessionResponse.model_construct(
        id="sesh_1",
        reference_id="mine",
        projects=[models.SessionProjectResponse.model_construct(id="pr_1", name="search", type="tool")],
        datapoints_count=1,
        first_inputs={"question": "Why?"},
        last_output="Because.",
        created_at=TIME,
        updated_at=TIME,
    )
    shown = lines(made)
    assert shown[0] == "Session sesh_1"
    assert "1 log · mine · 2024-05-01 12:30:00 to 2024-05-01 12:30:00" in shown
    assert {"search (tool)", "question: Why?", "Because."} < set(shown)
    assert read(made).tags.count("li") == 3


def test_the_client_shows_its_settings_and_tags() -> None:
    shown = lines(Humanloop("k" * 30, "http://localhost/v4"))
    assert {"host", "http://localhost/v4", "…kkkk (given)"} < set(shown)
    assert any("datasets, evaluations" in line for line in shown)
    assert "api_client" not in " ".join(shown)


def test_feedback_and_verdicts_in_tables_are_known_by_their_names() -> None:
    given = models.FeedbackResponse.model_construct(id="ann_1", type="rating", value="good", data_id="data_1")
    numbers = models.FeedbackResponse.model_construct(id="ann_2", type="score", value=5.0, data_id="data_1")
    verdict = result("evfn_1", value=True, evaluator_name="Says order")
    shown = read(Records([log(1, feedback=[given, numbers], evaluation_results=[verdict])])).text
    assert "rating: good" in shown
    assert "score: 5" in shown
    assert "Says order" in shown
    assert not {"ann_1", "evfn_1"} & set(shown.split())
    whole = lines(log(1, feedback=[given, numbers]))
    assert {"rating: good", "score: 5"} <= set(whole)


def test_verdicts_are_shown_in_the_order_in_which_they_come() -> None:
    shown = read(Records([result("evfn_b", value=True), result("evfn_a", value=True)])).text
    assert shown.index("evfn_b") < shown.index("evfn_a")
