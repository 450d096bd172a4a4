"""Which columns a table has, how wide they are, and what stands in them."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop.cli.output import Printer
from humanloop.cli.rows import GAP, columns_of, flat, rows_of

ID = "data_d5pO2KamqGG6oGzR9RmSM"
LONG = "a text that does not come to its end for a good while, whatever one may think of it"


def row(**fields: Any) -> dict[str, str]:
    return rows_of([fields])[0]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 200])
def test_columns_fit_in_the_line(width: int) -> None:
    rows = rows_of([{"id": ID, "output": LONG, "inputs": {"text": LONG}, "created_at": "2024-01-01T10:00:00Z", "x": 1}])
    columns = columns_of(rows, width)
    assert sum(columns.values()) + GAP * (len(columns) - 1) <= max(width, 0)
    assert all(columns[name] == len(rows[0][name]) for name in ("id", "created_at") if name in columns)
    assert ("id" in columns) == (width >= len(ID))


def test_a_long_text_leaves_room_for_others() -> None:
    columns = columns_of([row(id=ID, inputs={"text": LONG}, output=LONG)], 100)
    assert abs(columns["inputs"] - columns["output"]) <= 8
    assert sum(columns.values()) + 2 * GAP == 100


def test_what_tells_little_gets_the_room_that_is_left() -> None:
    assert list(columns_of([row(id=ID, save=True, output="short")], 60)) == ["id", "output", "save"]
    assert list(columns_of([row(id=ID, save=True, output="short")], 36)) == ["id", "output"]


def test_values_have_short_forms() -> None:
    assert row(id="1", config={"id": "config_1", "name": "gpt"}) == {"id": "1", "config": "gpt"}
    assert row(config={"id": "config_1", "name": "gpt"}) == {"config": "gpt", "config.id": "config_1"}
    assert row(evaluators=[{"id": "e1", "name": "a"}, {"id": "e2", "name": "b"}]) == {"evaluators": "a, b"}
    assert row(feedback=[{"id": "ann_1", "type": "rating", "value": "good"}]) == {"feedback": "rating: good"}
    assert row(evaluation_results=[{"value": False}, {"error": "it fell"}]) == {"evaluation_results": "false, it fell"}
    assert row(messages=[{"role": "user", "content": "Hi", "name": None}], tags=["a", "b"]) == {"tags": "a, b"}
    assert row(output="a\nb") == {"output": "a b"}


def test_a_log_with_its_datapoint_is_one_row() -> None:
    datapoint = {"id": "evtc_1", "inputs": {"topic": "snow"}, "target": {"output": "x"}}
    assert row(datapoint=datapoint, log={"id": ID, "output": "y"}, evaluation_results=[{"value": True}]) == {
        "id": "evtc_1",
        "inputs": "topic: snow",
        "target": "output: x",
        "output": "y",
        "evaluation_results": "true",
    }


def test_fields_of_an_object_come_in_order_and_say_things_once() -> None:
    said = {"usage": {"tokens": 2}, "output_message": {"content": "Hi"}, "raw_output": "Hi", "output": "Hi", "id": "1"}
    assert list(flat(said)) == [("id", "1"), ("output", "Hi"), ("usage.tokens", "2")]
    calls = {"output": None, "output_message": {"tool_calls": [{"id": "call_1"}]}, "raw_output": None}
    assert list(flat(calls)) == [("output_message.tool_calls.0.id", "call_1")]


def test_verdicts_and_calls_of_tools_are_there_at_80_columns() -> None:
    verdicts = [{"evaluator_name": "Says order", "value": True}, {"evaluator_name": "Length", "value": 64}]
    datapoint = {"id": "evtc_FU54GBhu14ZjtY5O7WD7K", "inputs": {"question": LONG}, "target": {"output": LONG}}
    called = {"role": "assistant", "tool_calls": [{"function": {"name": "find", "arguments": '{"n": 17}'}}]}
    of_evaluation = row(datapoint=datapoint, log={"id": ID, "output": LONG}, evaluation_results=verdicts)
    assert of_evaluation["evaluation_results"] == "Says order: true, Length: 64"
    columns = columns_of([of_evaluation], 80)
    assert (columns["id"], columns["evaluation_results"]) == (26, 28)
    rated = row(id=ID, output=LONG, inputs={"text": LONG}, feedback=[{"type": "rating", "value": "good"}])
    log = row(id=ID, output=None, output_message=called, inputs={"text": LONG}, evaluation_results=verdicts)
    assert log["output"] == 'find({"n": 17})'
    columns = columns_of([rated, log], 80)
    assert {"id", "output", "evaluation_results", "feedback"} <= columns.keys()
    assert columns["id"] == len(ID)


@pytest.mark.parametrize("width", [80, 100])
def test_verdicts_of_long_names_are_whole(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    names = ("says politely what it wants", "is about the question", "has few words")
    verdicts = [{"evaluator_name": name, "value": index + 0.25} for index, name in enumerate(names)]
    log = {"id": ID, "output": LONG, "inputs": {"text": LONG}, "evaluation_results": verdicts}
    Printer(as_json=False).print_answer([log, {**log, "evaluation_results": verdicts[:1]}])
    shown = capsys.readouterr().out
    assert all(len(line) <= width for line in shown.splitlines())
    assert shown.count(ID) == 2
    assert [shown.count(f"{index}.25") for index in range(3)] == [2, 1, 1]
