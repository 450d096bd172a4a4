"""Records to data frames, and back."""

from __future__ import annotations

import copy
import importlib
import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop import ApiTypeError, ApiValueError, ClientConfigurationError, SchemaValidationError
from humanloop import pydantic as models
from humanloop.response.records import Records
from humanloop.response.tables import from_records, to_pandas, to_polars, to_records
from tests.display.samples import TIME, log, page_of, result

if TYPE_CHECKING:
    from pathlib import Path

    from humanloop import Humanloop


LARGE = 175928847299117063
"""An id that no float is."""


def test_nested_objects_are_flattened() -> None:
    (record,) = to_records([log(1, metadata={}, messages=[models.ChatMessageWithToolCall(role="user", content="Hi")])])
    assert record["id"] == "data_1"
    assert record["inputs.question"] == "What is 1?"
    assert "inputs" not in record
    assert record["config.id"] == "config_1"
    assert record["created_at"] == TIME
    assert record["metadata"] is None
    assert record["messages"] == [
        {"content": "Hi", "name": None, "tool_call_id": None, "role": "user", "tool_calls": None, "tool_call": None}
    ]


def test_all_records_have_the_same_keys_in_the_order_of_the_fields() -> None:
    records = to_records([log(1, inputs=None), log(2, inputs={"a": 1}), log(3, inputs={"b": {"c": 2}})])
    names = [name for name in records[0] if name.startswith("inputs")]
    assert names == ["inputs.a", "inputs.b.c"]
    assert [record["inputs.b.c"] for record in records] == [None, None, 2]
    assert {tuple(record) for record in records} == {tuple(records[0])}
    names = list(records[0])
    assert names.index("inputs.b.c") < names.index("source")


def test_names_are_those_of_the_api() -> None:
    made = models.EvaluatorResponse.model_construct(model_config_=None, id="evfn_1")
    assert "model_config" in to_records([made])[0]


def test_pages_and_lists_have_the_methods() -> None:
    for records in (page_of(log(1), log(2)), Records([log(1), log(2)])):
        assert records.to_records() == to_records([log(1), log(2)])
        assert list(records.to_pandas()["inputs.question"]) == ["What is 1?", "What is 2?"]
        assert records.to_polars()["inputs.question"].to_list() == ["What is 1?", "What is 2?"]


def test_nothing_becomes_an_empty_frame() -> None:
    assert to_records([]) == []
    assert len(to_pandas([])) == len(to_polars([])) == 0


@pytest.mark.parametrize(
    "nothing",
    [None, math.nan, pd.NaT, pd.NA, np.float32("nan"), np.float64("nan"), np.datetime64("NaT"), np.timedelta64("NaT")],
)
def test_nothing_is_left_out_whatever_stands_for_it(nothing: Any) -> None:
    assert from_records([{"a": nothing, "b": np.int64(0), "c": np.array([1])}]) == [{"b": 0, "c": np.array([1])}]


def test_frames_hold_no_half_of_a_surrogate_pair(tmp_path: Path) -> None:
    made = log(1, output="cut \ud83d", inputs={"a\ud83d": ["\ude00"]}, metadata={"b": [{"c": "\ud83d\ude00"}]})
    assert to_records([made])[0]["output"] == "cut \ud83d"
    for frame in (to_pandas([made]), to_polars([made])):
        assert list(frame["output"]) == ["cut \ufffd"]
        assert [list(each) for each in frame["inputs.a\ufffd"]] == [["\ufffd"]]
    assert to_polars([made])["metadata.b"].to_list() == ['[{"c": "😀"}]']
    to_pandas([made]).to_csv(tmp_path / "logs.csv")


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([1, 2.5, None], [1.0, 2.5, None]),
        ([True, None], [True, None]),
        ([True, "yes", 0.5], ["true", "yes", "0.5"]),
        ([["a"], None, []], [["a"], None, []]),
        ([["a", 1], {"b": 2}], ['["a", 1]', '{"b": 2}']),
        ([[], []], [[], []]),
        ([2**64 - 1, None, 5], [2**64 - 1, None, 5]),
        ([-(2**63), None], [-(2**63), None]),
        ([2**64 - 1, None, -5], ["18446744073709551615", None, "-5"]),
        ([*[-1] * 200, 2**63], [*["-1"] * 200, "9223372036854775808"]),
        ([2**130], [str(2**130)]),
        ([LARGE, 0.5, None], ["175928847299117063", "0.5", None]),
        ([2**53, 0.5], [2.0**53, 0.5]),
    ],
)
def test_a_column_of_polars_has_one_type(values: list[Any], column: list[Any]) -> None:
    frame = to_polars(
        [{"value": value, "object": {}} if not isinstance(value, dict) else {"value": [value]} for value in values]
    )
    if isinstance(values[-1], dict):
        assert frame["value"].to_list() == ['["a", 1]', '[{"b": 2}]']
    else:
        assert frame["value"].to_list() == column


@pytest.mark.parametrize(
    ("values", "column", "dtype"),
    [
        ([LARGE, None], [LARGE, None], "Int64"),
        ([LARGE, -LARGE, 1], [LARGE, -LARGE, 1], "int64"),
        ([LARGE, 0.5], [LARGE, 0.5], "object"),
        ([2**64 - 1, None], [2**64 - 1, None], "object"),
        ([2**64 - 1, -5], [2**64 - 1, -5], "object"),
        ([2**130, None], [2**130, None], "object"),
        ([1, None], [1.0, None], "float64"),
        ([1, 0.5], [1.0, 0.5], "float64"),
    ],
)
def test_a_column_of_pandas_changes_no_integer(values: list[Any], column: list[Any], dtype: str) -> None:
    frame = to_pandas([{"row": index, "value": value} for index, value in enumerate(values)])
    assert frame["value"].dtype == dtype
    back = from_records(frame.to_dict("records"))  # type: ignore[arg-type]  # the stubs know no types of keys
    assert [row.get("value") for row in back] == column


def test_times_stay_times() -> None:
    assert str(to_pandas([log(1)])["created_at"].dtype).startswith("datetime64")
    assert to_polars([log(1)])["created_at"].to_list() == [TIME]


@pytest.mark.parametrize(("call", "library"), [(to_pandas, "pandas"), (to_polars, "polars")])
def test_a_missing_library_is_named(call: Any, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ClientConfigurationError, match=f"pip install {library}"):
        call([log(1)])


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(ApiTypeError, match="a record is an object, not str"):
        to_records(["a"])


def test_flat_records_become_objects_again() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        [
            {"inputs.question": "1", "inputs.hint": None, "target.answer": 1.0},
            {"inputs.question": "2", "inputs.hint": "two", "target.answer": float("nan")},
        ]
    )
    assert from_records(frame.to_dict("records")) == [
        {"inputs": {"question": "1"}, "target": {"answer": 1.0}},
        {"inputs": {"question": "2", "hint": "two"}},
    ]
    assert from_records([{"when": pd.NaT, "number": pd.NA, "a": {"b": 1}, "a.c": 2}]) == [{"a": {"b": 1, "c": 2}}]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_from_records_refuses_a_data_frame_with_a_hint(library: str) -> None:
    frame: Any = importlib.import_module(library).DataFrame({"inputs.question": ["1"]})
    with pytest.raises(ApiTypeError, match=r'give `frame\.to_dict\("records"\)` of pandas or `frame\.to_dicts\(\)`'):
        from_records(frame)


def test_a_data_frame_itself_is_refused_with_a_hint(local: Humanloop) -> None:
    import pandas as pd
    import polars as pl

    frames: list[Any] = [pd.DataFrame({"inputs.question": ["1"]}), pl.DataFrame({"inputs": ["1"]})]
    for frame in frames:
        for body in (frame, [frame]):
            with pytest.raises(SchemaValidationError, match=r"response\.tables\.from_records\(frame\.to_dict"):
                local.datasets.create_datapoint("evts_1", body=body)


def test_a_data_frame_becomes_datapoints_and_comes_back(local: Humanloop) -> None:
    import numpy as np
    import pandas as pd

    dataset = local.datasets.create(project_id=local.projects.create("frames").id, name="set", description="")
    frame = pd.DataFrame(
        {"inputs.question": ["1 + 1", "2 + 2"], "target.answer": np.array([2, 4]), "target.even": [True, True]}
    )
    local.datasets.create_datapoint(dataset.id, body=from_records(frame.to_dict("records")))
    nested = [{"inputs": {"question": np.str_("3 + 3")}, "target": {"answer": np.int64(6), "even": np.bool_(1)}}]
    local.datasets.create_datapoint(dataset.id, body=nested)

    back = local.datasets.list_datapoints(dataset.id, size=2).to_pandas()
    assert len(back) == 3
    assert set(zip(back["inputs.question"], back["target.answer"], back["target.even"], strict=True)) == {
        ("1 + 1", 2, True), ("2 + 2", 4, True), ("3 + 3", 6, True)
    }  # fmt: skip
    assert type(nested[0]["target"]["even"]) is np.bool_


def test_each_evaluator_has_a_column() -> None:
    def snapshot(*results: models.EvaluationResultResponse) -> models.EvaluationDatapointSnapshotResponse:
        return models.EvaluationDatapointSnapshotResponse.model_construct(
            datapoint=models.DatapointResponse.model_construct(id="evtc_1"),
            log=log(1),
            evaluation_results=list(results),
        )

    given = [
        snapshot(result("evfn_1", value=True, evaluator_name="Polite"), result("evfn_2", 3, evaluator_name="Length")),
        snapshot(
            result("evfn_1", None, evaluator_name="Polite", error="it fell"),
            result("evfn_2", 4, evaluator_name="Length"),
        ),
    ]
    records = to_records(given)
    names = [name for name in to_pandas(given).columns if name.startswith("evaluation_results")]
    assert names == [f"evaluation_results.{name}" for name in ("Polite", "Length", "Polite (error)")]
    assert [[record[name] for record in records] for name in names] == [[True, None], [3, 4], [None, "it fell"]]


KEYS = st.text(alphabet="a.\\", max_size=4)
OBJECTS = st.recursive(
    st.dictionaries(KEYS, st.integers(), min_size=1, max_size=3),
    lambda inner: st.dictionaries(KEYS, st.one_of(inner, st.integers()), min_size=1, max_size=3),
    max_leaves=6,
)


@given(st.lists(OBJECTS, max_size=3))
def test_flat_records_become_the_objects_that_they_were(objects: list[dict[str, Any]]) -> None:
    assert from_records(to_records(objects)) == objects


def test_dots_in_keys_stay_dots_in_keys() -> None:
    (record,) = to_records([{"a.b": 1, "a": {"b": 2}, "inputs": {"gpt-3.5": 1}}])
    assert record == {r"a\.b": 1, "a.b": 2, r"inputs.gpt-3\.5": 1}


@pytest.mark.parametrize("convert", [to_records, from_records])
def test_a_key_that_is_no_text_is_refused(convert: Any) -> None:
    with pytest.raises(ApiTypeError, match="must be text, not int: 5"):
        convert([{5: 1}])


@pytest.mark.parametrize("record", [{"a": 1, "a.b": 2}, {"a.b": 2, "a": 1}, {"a.b": 1, "a": {"b": 2}}])
def test_columns_that_contradict_each_other_are_refused(record: dict[str, Any]) -> None:
    before = copy.deepcopy(record)
    with pytest.raises(ApiValueError, match="another column"):
        from_records([record])
    assert record == before


def test_the_callers_objects_are_not_changed() -> None:
    inner = {"x": 1}
    assert from_records([{"a": inner, "a.b": 2}]) == [{"a": {"x": 1, "b": 2}}]
    assert inner == {"x": 1}
