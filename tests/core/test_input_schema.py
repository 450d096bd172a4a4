"""Types of what is sent, as validators."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop import type as types
from humanloop.request.arguments import Problem, body_validator, checked, problems_of
from humanloop.request.validators import validator_for, validator_for_fields


def said(expression: str, value: Any) -> dict[str, str]:
    """What is wrong with a value: place → message."""
    problems = problems_of(value, body_validator(expression))
    return {".".join(map(str, problem.place)): problem.message for problem in problems}


FITS: list[tuple[str, Any]] = [
    ("str", ""),
    ("str", "text"),
    ("int", 0),
    ("int", -(10**30)),
    ("float", 1),
    ("float", 0.5),
    ("bool", False),
    ("None", None),
    ("Optional[int]", None),
    ("Optional[int]", 3),
    ("Any", None),
    ("Any", [1, {"a": None}]),
    ("List[str]", []),
    ("List[str]", ["a"]),
    ("Sequence[float]", [1, 0.5]),
    ("Mapping[str, Any]", {"a": [1]}),
    ("Mapping[str, str]", {"a": "b"}),
    ("Dict[str, float]", {"a": 1}),
    ("Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]", {"a": [1], "b": {}, "c": 0.5}),
    ("Union[str, List[str]]", "a"),
    ("Union[str, List[str]]", ["a"]),
    ("Union[bool, float, List[str], str]", True),
    ("datetime", "2024-01-02T03:04:05Z"),
    ("datetime", "2024-01-02 03:04:05.123456+02:00"),
    ("Union[datetime, str]", "20240102T030405Z"),
    ("Union[date, str]", "2024-01-02"),
    ("Union[date, datetime, str]", "2024-01-02T03:04"),
    ("types.ChatRole", "user"),
    ("types.ChatRole", "a role of tomorrow"),
    ("types.ModelProviders", "a provider of tomorrow"),
    ("types.SortOrder", ""),
    ("types.UpdateLogRequest", {}),
    ("types.UpdateLogRequest", {"output": None, "duration": 3}),
    ("types.UpdateLogRequest", {"output": "x", "a field of tomorrow": [1]}),
]

REFUSED: list[tuple[str, Any, dict[str, str]]] = [
    ("str", 5, {"": "input should be a valid string"}),
    ("str", None, {"": "input should be a valid string"}),
    ("str", b"text", {"": "input should be a valid string"}),
    ("int", "5", {"": "input should be a valid integer"}),
    ("int", True, {"": "input should be a valid integer"}),
    ("int", 1.0, {"": "input should be a valid integer"}),
    ("float", "0.5", {"": "input should be a valid number"}),
    ("float", True, {"": "input should be a valid number"}),
    ("float", float("nan"), {"": "input should be a finite number"}),
    ("bool", 1, {"": "input should be a valid boolean"}),
    ("bool", "true", {"": "input should be a valid boolean"}),
    ("Optional[int]", "5", {"": "input should be a valid integer"}),
    ("List[str]", "abc", {"": "input should be a valid list"}),
    ("List[str]", {"a": "b"}, {"": "input should be a valid list"}),
    ("List[str]", ["a", 1, None], {"1": "input should be a valid string", "2": "input should be a valid string"}),
    ("Mapping[str, str]", [["a", "b"]], {"": "input should be a valid dictionary"}),
    ("Mapping[str, str]", {"a": 1, "b": "ok"}, {"a": "input should be a valid string"}),
    ("Mapping[str, Any]", "text", {"": "input should be an object"}),
    ("Mapping[str, Any]", [("a", 1)], {"": "input should be an object"}),
    ("datetime", "yesterday", {"": "input should be a time in ISO 8601"}),
    ("datetime", "2024-13-01", {"": "input should be a time in ISO 8601"}),
    ("datetime", "9999-12-31T24:00:00", {"": "input should be a time in ISO 8601"}),
    ("datetime", "", {"": "input should be a time in ISO 8601"}),
    ("datetime", 1700000000, {"": "input should be a valid string"}),
    ("Union[date, str]", "02.01.2024", {"": "input should be a time in ISO 8601"}),
    ("types.ChatRole", 5, {"": "input should be a valid string"}),
    ("types.UpdateLogRequest", "text", {"": "input should be a valid dictionary"}),
    ("types.UpdateLogRequest", {"duration": "3"}, {"duration": "input should be a valid number"}),
    (
        "types.FeedbackRequest",
        {"created_at": "soon", "unset": "no"},
        {
            "type": "field required",
            "created_at": "input should be a time in ISO 8601",
            "unset": "input should be a valid boolean",
        },
    ),
]


@pytest.mark.parametrize(("expression", "value"), FITS)
def test_what_fits(expression: str, value: Any) -> None:
    assert said(expression, value) == {}


def test_a_type_of_tomorrow_is_taken_by_the_form_that_it_fits() -> None:
    assert said("types.LogRequest", {"config": {"type": "a type of tomorrow", "model": "m"}}) == {}


@pytest.mark.parametrize(("expression", "value", "problems"), REFUSED)
def test_what_does_not_fit(expression: str, value: Any, problems: dict[str, str]) -> None:
    assert said(expression, value) == problems


def test_the_value_itself_is_left_alone() -> None:
    value: dict[str, Any] = {"type": "rating", "value": ["a"], "created_at": "2024-01-02", "unknown": {"a": [1]}}
    problems: list[Problem] = []
    assert checked(value, body_validator("types.FeedbackRequest"), problems) is value
    assert value == {"type": "rating", "value": ["a"], "created_at": "2024-01-02", "unknown": {"a": [1]}}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "string should have at least 1 character"),
        ("n", None),
        ("n" * 255, None),
        ("ü" * 255, None),
        ("n" * 256, "string should have at most 255 characters"),
    ],
)
def test_limits_of_length_count_characters(name: str, problem: str | None) -> None:
    evaluator = {
        "description": "",
        "name": name,
        "arguments_type": "target_free",
        "return_type": "boolean",
        "type": "python",
    }
    assert said("types.CreateEvaluatorRequest", evaluator) == ({"name": problem} if problem else {})


def test_a_null_in_a_nested_object_is_passed_on_only_where_the_field_is_optional() -> None:
    config = {"model": "m", "temperature": None, "stop": None, "tools": None, "response_format": None}
    assert said("types.ModelConfigChatRequest", config) == {}
    assert said("types.ModelConfigChatRequest", {**config, "model": None}) == {
        "model": "input should be a valid string"
    }


def test_every_place_is_named_at_any_depth() -> None:
    request = {
        "messages": [
            {"role": "user", "content": "hi"},
            {"role": 5, "content": [{"type": "text", "text": 1}, {"type": "image_url", "image_url": {}}]},
        ],
        "model_config": {"temperature": "0.5", "max_tokens": True, "chat_template": [{"content": "x"}]},
        "num_samples": 1.5,
    }
    assert set(said("types.ChatRequest", request)) == {
        "messages.1.role",
        "messages.1.content.0.text",
        "messages.1.content.1.image_url.url",
        "model_config.model",
        "model_config.temperature",
        "model_config.max_tokens",
        "model_config.chat_template.0.role",
        "num_samples",
    }


@pytest.mark.parametrize(
    ("expression", "value", "problems"),
    [
        # None of the forms at all: all are named.
        ("Union[str, List[str]]", 5, {"": "input should be a valid string or input should be a valid list"}),
        (
            "Union[str, types.ToolChoice]",
            5,
            {"": "input should be a valid string or input should be a valid dictionary"},
        ),
        # An object is held against what its key `type` says that it is.
        (
            "types.LogRequest",
            {"config": {"type": "tool", "model": "m", "temperature": "0"}},
            {"config.name": "field required"},
        ),
        ("types.LogRequest", {"config": {"type": "model", "name": "n"}}, {"config.model": "field required"}),
        # The form that it came closest to speaks.
        ("Union[str, List[str]]", ["a", 5], {"1": "input should be a valid string"}),
        ("Union[List[types.FeedbackRequest], types.FeedbackRequest]", [{}], {"0.type": "field required"}),
        ("Union[List[types.FeedbackRequest], types.FeedbackRequest]", {}, {"type": "field required"}),
        (
            "Union[str, types.ToolChoice]",
            {"type": "function", "function": {"name": 5}},
            {"function.name": "input should be a valid string"},
        ),
        (
            "types.LogRequest",
            {"feedback": [{"type": "rating", "value": {}}, {"type": 5}]},
            {"feedback.1.type": "input should be a valid string"},
        ),
    ],
)
def test_a_union_reports_the_closest_form(expression: str, value: Any, problems: dict[str, str]) -> None:
    found = said(expression, value)
    assert problems.items() <= found.items()
    assert not any("\0" in place for place in found)


def test_a_type_may_contain_itself() -> None:
    names = [name for name in types.__all__ if hasattr(getattr(types, name), "__annotations__")]
    for name in names:
        # Building the validator is what recursion would break.
        body_validator(f"types.{name}")
    assert len(names) > 50


def test_a_type_is_not_misled_by_a_model_of_answers() -> None:
    expression = "Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]"
    assert said(expression, [{"role": "user"}]) == {}
    assert said(expression, [{}]) == {"0.role": "field required"}


def test_an_unknown_hint_is_an_error_of_the_package() -> None:
    with pytest.raises(NameError):
        validator_for("types_of_tomorrow.X")
    with pytest.raises(TypeError, match="no validator for"):
        validator_for("types")


def test_fields_of_a_query_are_required_unless_optional() -> None:
    validator = validator_for_fields(
        {"id": "List[str]", "page": "Optional[int]", "start": "Optional[Union[date, str]]"}
    )
    found = {problem.place: problem.message for problem in problems_of({"page": "1", "start": "soon"}, validator)}
    assert found == {
        ("id",): "field required",
        ("page",): "input should be a valid integer",
        ("start",): "input should be a time in ISO 8601",
    }
    assert problems_of({"id": ["a"], "page": None}, validator) == []


TAGGED = [
    ({"type": "tool"}, "config.name"),
    ({"type": "model"}, "config.model"),
    ({}, "config.model"),
    ({"type": "of tomorrow"}, "config.model"),
    (3, "config"),
]


@pytest.mark.parametrize(("config", "place"), TAGGED)
def test_an_object_is_held_against_what_it_says_it_is(config: Any, place: str) -> None:
    assert list(said("types.LogRequest", {"config": config})) == [place]
