"""Arguments become plain JSON values, and what does not fit is named with its place."""

from __future__ import annotations

import copy
import json
import math
from collections import OrderedDict, UserDict, UserString, namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from numbers import Number
from types import MappingProxyType
from typing import Any
from unittest.mock import MagicMock
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from humanloop import pydantic as models
from humanloop.core.errors import ApiTypeError, ApiValueError, MissingRequiredParametersError, SchemaValidationError
from humanloop.core.json import to_json
from humanloop.core.operation import NULL
from humanloop.core.secret import Secret
from humanloop.request.arguments import DEEPEST, Problem, body_validator, checked, error_of, to_plain
from humanloop.response.model import Model

ID = UUID("12345678-1234-5678-1234-567812345678")
Point = namedtuple("Point", ["x", "y"])  # noqa: PYI024 - the plain kind is what is meant


class Role(Enum):
    USER = "user"
    AT = date(2024, 1, 2)


class Level(IntEnum):
    HIGH = 3


class Word(str):
    __slots__ = ()


class Count(int):
    pass


class Ratio(float):
    pass


@dataclass
class Plan:
    name: str
    steps: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frozen:
    at: date


class Own(BaseModel):
    at: datetime
    none: None = None


class Lazy:
    """A text that is made when it is needed, as web frameworks have them for translations."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def casefold(self) -> str:
        return self._text.casefold()


class FloatLike:
    def __float__(self) -> float:
        return 0.5


class NumberLike(FloatLike):
    """What says that it is a number, as those of other libraries do."""


Number.register(NumberLike)


class IndexLike(NumberLike):
    def __index__(self) -> int:
        return 7


class NoScalar(NumberLike):
    def __float__(self) -> float:
        raise TypeError("only arrays of length 1 are numbers")


PLAIN: list[tuple[Any, Any]] = [
    (None, None),
    (NULL, None),
    ("text", "text"),
    ("ünï\u2028\x00🙂", "ünï\u2028\x00🙂"),
    (Word("word"), "word"),
    (Secret("key"), "key"),
    (UserString("007"), "007"),
    (Lazy("5"), "5"),
    (True, True),
    (0, 0),
    (-(10**40), -(10**40)),
    (Count(4), 4),
    (0.5, 0.5),
    (1.0, 1.0),
    (Ratio(0.25), 0.25),
    (Decimal("0.1"), 0.1),
    (Decimal("3.0"), 3),
    (Fraction(1, 4), 0.25),
    (NumberLike(), 0.5),
    (IndexLike(), 7),
    (Role.USER, "user"),
    (Role.AT, "2024-01-02"),
    (Level.HIGH, 3),
    (ID, str(ID)),
    (date(2024, 1, 2), "2024-01-02"),
    (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02T03:04:05+00:00"),
    (datetime(2024, 1, 2, 3, tzinfo=timezone(timedelta(hours=-5))), "2024-01-02T03:00:00-05:00"),
    ([1, [2]], [1, [2]]),
    ((1, (2,)), [1, [2]]),
    (Point(1, 2), [1, 2]),
    ([], []),
    ({}, {}),
    ({"a": {"b": None}}, {"a": {"b": None}}),
    ({Role.USER: 1, Word("w"): 2, UserString("7"): 3}, {"user": 1, "w": 2, "7": 3}),
    (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    (UserDict(a=UserDict(b=1)), {"a": {"b": 1}}),
    (MappingProxyType({"a": (1,)}), {"a": [1]}),
    (Plan("p", [Plan("q")]), {"name": "p", "steps": [{"name": "q", "steps": []}]}),
    (Frozen(date(2024, 1, 2)), {"at": "2024-01-02"}),
    (Own(at=datetime(2024, 1, 2, tzinfo=UTC)), {"at": "2024-01-02T00:00:00+00:00"}),
    (models.ChatMessageWithToolCall(role="user", content="hi"), {"role": "user", "content": "hi"}),
    (models.FeedbackTypeRequest.model_validate({"type": "t", "class": "text"}), {"type": "t", "class": "text"}),
]


@pytest.mark.parametrize(("value", "plain"), PLAIN, ids=lambda value: type(value).__name__)
def test_every_supported_kind_becomes_plain_json(value: Any, plain: Any) -> None:
    problems: list[Problem] = []
    made = to_plain(value, problems)
    assert (made, problems) == (plain, [])
    assert json.loads(to_json(made)) == plain


@pytest.mark.parametrize(("value", "plain"), PLAIN, ids=lambda value: type(value).__name__)
def test_the_same_at_any_depth(value: Any, plain: Any) -> None:
    problems: list[Problem] = []
    made = to_plain({"list": [{"in": (value,)}], "plan": Plan("p", [value])}, problems)
    assert made == {"list": [{"in": [plain]}], "plan": {"name": "p", "steps": [plain]}}
    assert problems == []


def kinds(value: Any) -> set[type]:
    """The types of a value and of all that is in it."""
    if type(value) is dict:
        return {dict}.union(*map(kinds, value), *map(kinds, value.values()))
    if type(value) is list:
        return {list}.union(*map(kinds, value))
    return {type(value)}


def test_only_the_very_types_of_json_come_out() -> None:
    made = to_plain([value for value, _ in PLAIN], [])
    assert kinds(made) == {list, dict, str, int, float, bool, type(None)}


def test_models_that_came_from_an_answer_can_be_sent_again() -> None:
    came = models.ChatMessageWithToolCall.model_validate_json(
        '{"role": "assistant", "content": null, "unknown": {"deep": [1]},'
        ' "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}'
    )
    problems: list[Problem] = []
    assert to_plain([came], problems) == [
        {
            "role": "assistant",
            "unknown": {"deep": [1]},
            "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
        }
    ]
    assert problems == []


def test_nothing_that_the_caller_passed_is_changed() -> None:
    message = models.ChatMessageWithToolCall(role="user", content="hi")
    value = {"messages": [message], "plan": Plan("p", [(1, Decimal("0.5"))]), "at": [date(2024, 1, 2)]}
    before = copy.deepcopy(value)
    to_plain(value, [])
    assert value == before
    assert value["messages"][0] is message  # type: ignore[index]


def test_plain_values_come_out_as_new_containers() -> None:
    value = {"a": [{"b": 1}]}
    made = to_plain(value, [])
    assert made == value
    assert made is not value
    assert made["a"] is not value["a"]


def cycle_in_dict() -> Any:
    value: dict[str, Any] = {"a": {}}
    value["a"]["b"] = value
    return value


def cycle_in_list() -> Any:
    value: list[Any] = [0]
    value.append(value)
    return value


def cycle_in_dataclass() -> Any:
    plan = Plan("p")
    plan.steps.append(plan)
    return plan


def nested(levels: int) -> Any:
    value: Any = "inside"
    for _ in range(levels):
        value = {"a": value}
    return value


REFUSED: list[tuple[Any, tuple[str | int, ...], str]] = [
    (math.nan, (), "JSON has no nan"),
    (math.inf, (), "JSON has no inf"),
    (-math.inf, (), "JSON has no -inf"),
    (Ratio("nan"), (), "JSON has no nan"),
    (Decimal("Infinity"), (), "JSON has no inf"),
    (Decimal("1e400"), (), "JSON has no inf"),
    (Decimal("sNaN"), (), "Decimal is no number"),
    (Fraction(10**400), (), "Fraction is no number"),
    (NoScalar(), (), "only arrays of length 1"),
    (object(), (), "type object cannot be sent"),
    (FloatLike(), (), "type FloatLike cannot be sent"),
    (MagicMock(), (), "type MagicMock cannot be sent"),
    (b"bytes", (), "type bytes"),
    ({1, 2}, (), "type set"),
    ((item for item in "ab"), (), "type generator"),
    (1j, (), "type complex"),
    (timedelta(1), (), "type timedelta"),
    (Plan, (), "type type"),
    (models.Usage, (), "cannot be sent"),
    (print, (), "cannot be sent"),
    ("\ud800", (), "surrogate"),
    (UserString("\ud800"), (), "half of a"),
    ("ok\udfff", (), "surrogate"),
    ({"\ud800": 1}, (), "surrogate"),
    ({1: "a"}, (), "a key must be text, not int"),
    ({None: "a"}, (), "a key must be text, not NoneType"),
    ({("a",): "a"}, (), "a key must be text, not tuple"),
    (cycle_in_dict(), ("a", "b"), "contains itself"),
    (cycle_in_list(), (1,), "contains itself"),
    (cycle_in_dataclass(), ("steps", 0), "contains itself"),
    (nested(5000), ("a", "a"), f"nested more than {DEEPEST} deep"),
]


@pytest.mark.parametrize(("value", "place", "said"), REFUSED)
def test_what_json_cannot_carry_is_named_with_its_place(value: Any, place: tuple[str | int, ...], said: str) -> None:
    problems: list[Problem] = []
    to_plain({"inputs": value}, problems)
    assert [problem.place for problem in problems] == [("inputs", *place)]
    assert said in problems[0].message


@pytest.mark.parametrize(("value", "place", "said"), REFUSED)
def test_the_same_through_the_quick_look(value: Any, place: tuple[str | int, ...], said: str) -> None:
    # `checked` first tries the value as it is; half of a surrogate pair is found when the JSON is written.
    problems: list[Problem] = []
    checked({"inputs": {"x": value}}, body_validator("types.LogRequest"), problems)
    if said == "surrogate":
        assert problems == []
    else:
        # How much of the place of an endless value is shown does not depend on what is around it.
        where = ("inputs", "x", *place)
        assert [problem.place for problem in problems] == [where[:3] if "nested" in said else where]


@pytest.mark.parametrize(("value", "place", "said"), [row for row in REFUSED if row[2] != "surrogate"])
def test_the_same_in_a_field_that_this_version_does_not_know(
    value: Any, place: tuple[str | int, ...], said: str
) -> None:
    problems: list[Problem] = []
    checked({"messages": [{"role": "user", "unknown": value}]}, body_validator("types.LogRequest"), problems)
    where = ("messages", 0, "unknown", *place)
    assert [problem.place for problem in problems] == [where[:3] if "nested" in said else where]


def test_values_nested_as_deep_as_allowed_are_sent() -> None:
    problems: list[Problem] = []
    assert to_plain(nested(DEEPEST), problems) == nested(DEEPEST)
    assert problems == []


def test_the_same_object_twice_is_no_cycle() -> None:
    shared = {"a": [1]}
    problems: list[Problem] = []
    assert to_plain([shared, {"again": shared}, shared["a"]], problems) == [shared, {"again": shared}, [1]]
    assert problems == []


def test_every_place_is_named_not_just_the_first() -> None:
    problems: list[Problem] = []
    to_plain({"a": [math.nan, {"b": object()}], "c": {1: "x"}, "d": Plan("\ud800")}, problems)
    assert [problem.place for problem in problems] == [("a", 0), ("a", 1, "b"), ("c",), ("d", "name")]


def test_what_cannot_be_sent_and_what_does_not_fit_are_named_together() -> None:
    problems: list[Problem] = []
    value = {"inputs": {"alpha": [{"beta": math.nan}]}, "duration": "long", "messages": [{"content": object()}]}
    checked(value, body_validator("types.LogRequest"), problems)
    assert {".".join(map(str, problem.place)): problem.kind for problem in problems} == {
        "inputs.alpha.0.beta": "value_error",
        "duration": "float_type",
        "messages.0.content": "type_error",
        "messages.0.role": "missing",
    }


def test_no_place_is_named_twice() -> None:
    problems: list[Problem] = []
    value = {"messages": [{"role": object()}, {"role": b"user"}, object()], "output": "\ud800"}
    checked(value, body_validator("types.LogRequest"), problems)
    assert [".".join(map(str, problem.place)) for problem in problems] == [
        "messages.0.role",
        "messages.1.role",
        "messages.2",
        "output",
    ]


def test_a_value_that_is_plain_already_is_sent_as_it_is() -> None:
    problems: list[Problem] = []
    value = {"inputs": {"a": [1, None, "x", {"b": 0.5}]}, "messages": [{"role": "user", "content": "hi"}]}
    assert checked(value, body_validator("types.LogRequest"), problems) is value
    assert problems == []


@pytest.mark.parametrize("value", [item for item, _ in PLAIN], ids=lambda value: type(value).__name__)
def test_every_supported_kind_may_stand_where_anything_may(value: Any) -> None:
    problems: list[Problem] = []
    made = checked(
        {"inputs": {"x": value}, "messages": [{"role": "user", "unknown": value}]},
        body_validator("types.LogRequest"),
        problems,
    )
    assert problems == []
    plain = to_plain(value, [])
    assert json.loads(to_json(made)) == {"inputs": {"x": plain}, "messages": [{"role": "user", "unknown": plain}]}


def test_missing_arguments_alone_have_an_error_of_their_own() -> None:
    missing = [Problem((name,), "field required", "missing") for name in ("name", "id")]
    error = error_of(missing, "POST /logs")
    assert isinstance(error, MissingRequiredParametersError)
    assert isinstance(error, TypeError)
    assert str(error) == "POST /logs was not sent: missing required arguments: name, id"


def test_an_error_holds_one_error_for_each_place() -> None:
    error = error_of(
        [
            Problem(("name",), "field required", "missing"),
            Problem(("config", "model"), "field required", "missing"),
            Problem(("inputs", 0), "JSON has no nan"),
            Problem((), "input should be a valid list", "list_type"),
        ],
        "POST /logs",
    )
    assert isinstance(error, SchemaValidationError)
    assert str(error).splitlines() == [
        "POST /logs was not sent, 4 arguments do not fit:",
        "name: field required",
        "config.model: field required",
        "inputs.0: JSON has no nan",
        "body: input should be a valid list",
    ]
    assert [type(item) for item in error.validation_errors] == [ApiTypeError, ApiTypeError, ApiValueError, ApiTypeError]
    assert [item.path_to_item for item in error.validation_errors] == [
        ("name",),
        ("config", "model"),
        ("inputs", 0),
        ("body",),
    ]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(JSON)
def test_json_values_pass_unchanged_and_survive_the_wire(value: Any) -> None:
    problems: list[Problem] = []
    made = to_plain(value, problems)
    assert (made, problems) == (value, [])
    assert json.loads(to_json(made)) == value


KINDS = (
    SCALARS
    | st.dates()
    | st.datetimes()
    | st.uuids()
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)
    | st.fractions(max_denominator=1000)
    | st.sampled_from([*Role, *Level])
)
VALUES = st.recursive(
    KINDS,
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.builds(Plan, st.text())
    ),
    max_leaves=20,
)


@given(VALUES)
def test_to_plain_is_settled_after_one_round(value: Any) -> None:
    problems: list[Problem] = []
    once = to_plain(value, problems)
    assert problems == []
    assert to_plain(once, problems) == once
    assert json.loads(to_json(once)) == once


def is_sendable(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_sendable(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(is_sendable, value))
    return not isinstance(value, bytes) and not (isinstance(value, float) and not math.isfinite(value))


@given(
    st.recursive(
        KINDS | st.binary() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
        max_leaves=20,
    )
)
def test_whatever_comes_is_either_sent_or_named(value: Any) -> None:
    problems: list[Problem] = []
    made = to_plain(value, problems)
    assert (problems == []) == is_sendable(value)
    json.loads(to_json(made))


@pytest.mark.parametrize("number", [Decimal("0.5"), Fraction(1, 2)])
def test_a_number_is_sent_as_a_number_wherever_it_stands(number: Any) -> None:
    validator = body_validator("types.ModelConfigRequest")
    for config in ({"model": "m", "temperature": number}, {"model": "m", "other": {"a": [number]}}):
        problems: list[Problem] = []
        assert b"0.5" in to_json(checked(config, validator, problems))
        assert b'"0.5"' not in to_json(checked(config, validator, problems))
        assert not problems


def test_numbers_and_arrays_of_numpy_are_json_values() -> None:
    numpy = pytest.importorskip("numpy")
    given = {"a": numpy.bool_(1), "b": numpy.int64(2), "c": numpy.float32(0.5), "d": numpy.array([[1, 2]])}
    problems: list[Problem] = []
    assert to_plain(given, problems) == {"a": True, "b": 2, "c": 0.5, "d": [[1, 2]]}
    assert to_plain(given, problems)["a"] is True
    assert not problems
    to_plain({"a": numpy.float64("nan"), "b": numpy.longdouble(0.5)}, problems)
    assert [problem.place for problem in problems] == [("a",)]


def test_what_stands_in_many_places_is_looked_at_once() -> None:
    """Thirty lists that stand for a thousand million values, and one that contains itself twice."""
    validator = body_validator("Dict[str, Any]")
    many: list[Any] = []
    for _ in range(30):
        many = [many, many]
    value = {"many": many}
    problems: list[Problem] = []
    assert checked(value, validator, problems) is value
    assert not problems
    itself: list[Any] = []
    itself += [itself, itself]
    checked({"itself": itself}, validator, problems)
    assert "contains itself" in problems[0].message


class Word(StrEnum):
    """A text that is an enumeration, too."""

    KEY = "key"


def test_a_key_that_is_a_kind_of_text_is_sent_as_its_text() -> None:
    problems: list[Problem] = []
    value = checked({"a": {Word.KEY: 1}}, body_validator("Dict[str, Any]"), problems)
    assert not problems
    assert to_json(value) == b'{"a":{"key":1}}'


TIMES: list[tuple[Any, Any, list[tuple[str | int, ...]]]] = [
    (pd.NaT, None, [("x",)]),
    (pd.Timestamp("2024-01-02T03:04:05Z"), "2024-01-02T03:04:05+00:00", []),
    (np.datetime64("2024-01-02"), "2024-01-02", []),
    (np.datetime64("2024-01-02T03:04:05.123456789"), "2024-01-02T03:04:05.123456", []),
    (np.datetime64("NaT", "ns"), None, [("x",)]),
    (np.array(["2024-01-02", "NaT"], "datetime64[ns]"), ["2024-01-02T00:00:00", None], [("x", 1)]),
    (np.array([["2024-01-02"]], "datetime64[ns]"), [["2024-01-02T00:00:00"]], []),
    (pd.Series(pd.to_datetime(["2024-01-02", None])), ["2024-01-02T00:00:00", None], [("x", 1)]),
    (np.timedelta64(5, "ns"), None, [("x",)]),
    (pd.Timedelta("1s"), None, [("x",)]),
    (memoryview(b"ab"), None, [("x",)]),
    (b"ab", None, [("x",)]),
]


@pytest.mark.parametrize(("value", "sent", "refused"), TIMES)
def test_times_of_numpy_and_pandas_are_times_and_bytes_are_no_numbers(value: Any, sent: Any, refused: Any) -> None:
    problems: list[Problem] = []
    assert to_plain({"x": value}, problems) == {"x": sent}
    assert [problem.place for problem in problems] == refused


@pytest.mark.parametrize("value", [b"ab", bytearray(b"ab"), memoryview(b"ab"), {1}, object()])
def test_what_cannot_be_sent_is_named_as_what_it_is(value: Any) -> None:
    problems: list[Problem] = []
    to_plain({"x": [value]}, problems)
    message = f"an object of type {type(value).__name__} cannot be sent as JSON"
    assert problems == [Problem(("x", 0), message, "type_error")]


class Run(Model):
    score: float | None = None
    inner: Any = None


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Run(score=None), {}),
        (Run(score=1, note=None), {"score": 1, "note": None}),  # type: ignore[call-arg]  # a further field
        (Run(inner=Run(note=None)), {"inner": {"note": None}}),  # type: ignore[call-arg]  # as above
        (Run(inner=[{"a": Run(note=None, more=Run())}]), {"inner": [{"a": {"note": None, "more": {}}}]}),  # type: ignore[call-arg]  # as above
        (Run(inner={"a": None}), {"inner": {"a": None}}),
        (Run(note={"a": None}), {"note": {"a": None}}),  # type: ignore[call-arg]  # as above
    ],
)
def test_a_none_in_a_further_field_of_a_model_is_sent(model: Run, sent: dict[str, Any]) -> None:
    assert to_plain(model, []) == sent
    assert to_plain({"x": [model]}, []) == {"x": [sent]}
