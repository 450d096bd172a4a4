"""Values that are plain JSON already are sent as they are, in whatever form Python keeps them."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace
from typing import Any

import pytest

from humanloop.core.json import to_json
from humanloop.request.arguments import Problem, body_validator, checked

EMPTY: list[Any] = [[], {}, [[{}]]]


class Key(str):
    __slots__ = ()


def many(**more: Any) -> dict[Any, Any]:
    return {**{f"key {number}": number for number in range(20)}, **more}


def once_with_a_number() -> dict[Any, Any]:
    """An object that had a key which is no text: CPython keeps it in another form from then on."""
    value = {1: "one", **many()}
    del value[1]
    return value


def attributes(**more: Any) -> dict[str, Any]:
    """An object that is the attributes of something: from 3.13 on, CPython keeps these in yet another form."""
    return vars(SimpleNamespace(**more))


def looked_at(value: Any) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    return checked({"inputs": {"x": value}}, body_validator("types.LogRequest"), problems), problems


@pytest.mark.parametrize(
    "value",
    [
        many(),
        once_with_a_number(),
        {Key("a"): 1, **many()},
        attributes(a=1, b=[2]),
        [attributes(a=1), once_with_a_number(), many(more=many()), *EMPTY],
    ],
)
def test_it_is_sent_as_it_is(value: Any) -> None:
    given = {"inputs": {"x": value}}
    problems: list[Problem] = []
    assert checked(given, body_validator("types.LogRequest"), problems) is given
    assert problems == []
    assert json.loads(to_json(given)) == given


@pytest.mark.parametrize("holder", [many(), {}, once_with_a_number(), attributes(a=1), {Key("a"): 1}])
def test_what_is_not_plain_is_found_beside_any_form(holder: dict[Any, Any]) -> None:
    beside = [attributes(a="a", b="b"), many(), [1, 2], once_with_a_number()]
    for wrong, message in ((math.nan, "JSON has no nan"), (b"", "an object of type bytes cannot be sent as JSON")):
        _, problems = looked_at([*beside, {**holder, "wrong": wrong}])
        assert [(problem.place, problem.message) for problem in problems] == [(("inputs", "x", 4, "wrong"), message)]
    _, problems = looked_at([*beside, {**holder, 1: "one", 2: "two"}])
    assert [problem.message for problem in problems] == ["a key must be text, not int"] * 2
    assert {problem.place for problem in problems} == {("inputs", "x", 4)}


def test_what_is_not_plain_is_found_in_attributes_beside_a_wrong_key() -> None:
    _, problems = looked_at([attributes(a=(1, 2), b=object()), {1: "one", 2: "two"}])
    assert [problem.place for problem in problems] == [("inputs", "x", 0, "b"), *[("inputs", "x", 1)] * 2]
