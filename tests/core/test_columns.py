"""Lists of objects of one shape: the look at whole columns never takes what a look at each object refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop import Humanloop, SchemaValidationError
from humanloop.request import columns
from humanloop.request.arguments import Problem, problems_of
from humanloop.request.columns import Columns, of_types, of_words
from humanloop.request.validators import validator_for

if TYPE_CHECKING:
    from collections.abc import Callable

VALIDATOR = validator_for("List[types.ChatMessageWithToolCall]")
DATED = validator_for("List[types.LogRequest]")
MESSAGE = {"role": "user", "content": "Hello"}


def verdicts(items: Any, monkeypatch: pytest.MonkeyPatch, validator: Any = VALIDATOR) -> list[list[Problem]]:
    """Say what is wrong, with columns and without."""
    found: list[list[Problem]] = []
    for few in (1, 10**9):
        monkeypatch.setattr(columns, "_FEW", few)
        found.append(problems_of(items, validator))
    return found


values: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["user", "assistant", "tool", "nobody", "", 1, True, None, 1.5, [], {}, b"", [{"type": "text"}]]),
    st.text(max_size=3),
)
messages = st.lists(
    st.dictionaries(
        st.sampled_from(["role", "content", "name", "tool_call_id", "tool_calls", "other", 1]), values, max_size=4
    ),
    max_size=4,
)


@given(messages)
def test_columns_decide_as_a_look_at_each_does(items: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fast, slow = verdicts(items, patch)
    assert fast == slow


@pytest.mark.parametrize(
    "change",
    [
        {"role": "nobody-knows"},
        {"role": None},
        {"role": 1},
        {"content": 5},
        {"content": b"text"},
        {"name": None},
        {"name": True},
        {"other": object()},
    ],
)
def test_one_object_that_differs_is_seen(change: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = verdicts([MESSAGE] * 9 + [MESSAGE | change], monkeypatch)
    assert fast == slow


def test_times_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    logs = [{"created_at": "2024-01-01T00:00:00Z"}] * 9 + [{"created_at": "yesterday"}]
    fast, slow = verdicts(logs, monkeypatch, DATED)
    assert fast == slow
    assert [problem.place for problem in fast] == [(9, "created_at")]


def test_half_a_surrogate_pair_is_found_where_it_stands() -> None:
    messages: Any = [MESSAGE] * 9 + [{"role": "user", "content": "\ud800"}]
    with pytest.raises(SchemaValidationError, match=r"messages\.9\.content: it holds half"):
        Humanloop(api_key="key", host="http://127.0.0.1:1").log(project="p", messages=messages)


COLUMNS = Columns({"a": of_types({str, type(None)}), "b": of_words({"x", "y"})}, {"b"})


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: [{"a": "1", "b": "x"}] * 9, True),
        (lambda: [{"a": None, "b": "x"}] * 9, True),
        (lambda: [{"b": "x"}] * 9, True),
        (lambda: ({"b": "x"},) * 9, False),
        (lambda: [{"a": "1"}] * 9, False),
        (lambda: [{"b": "z"}] * 9, False),
        (lambda: [{"b": "x", "c": 1}] * 9, False),
        (lambda: [{"b": "x"}] * 8 + [{"a": "1", "b": "x"}], False),
        (lambda: [{"a": "1", "b": "x"}] * 8 + [{"b": "x", "c": "1"}], False),
        (lambda: [{"b": "x"}] * 8 + [None], False),
        (lambda: [{"b": "x"}], False),
        (lambda: None, False),
    ],
)
def test_what_columns_can_tell(make: Callable[[], Any], expected: bool) -> None:
    assert COLUMNS.fit(make()) is expected
