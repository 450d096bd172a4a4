"""Whether a log of a file is one of the v4 API: what this refuses, and never answers, cannot be answered again."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.request.arguments import problems_of
from humanloop.request.validators import validator_for, validator_for_fields
from humanloop.server.json_values import as_array
from humanloop.server.moving.values import check_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import SchemaValidator

_ANSWERED = {
    **dict.fromkeys(("user", "raw_output", "finish_reason"), "Optional[str]"),
    "tokens": "Optional[int]",
    "provider_latency": "Optional[float]",
    "tool_choice": "Optional[Union[str, types.ToolChoice]]",
    "tools": "Optional[List[Mapping[str, Any]]]",
}
"""Fields that answers have, and requests do not."""
_VERDICT = {"value": "Optional[Union[bool, float, List[str], str]]"}
_CONFIGS = {"model": "types.ModelConfigRequest", "tool": "types.ToolConfigRequest"}
# What is made text or a time, whatever it is, and what has more forms in answers than in requests.
_READ_APART = frozenset({"output", "error", "stdout", "created_at", "config", "feedback"})


def check_log(log: Mapping[str, Any]) -> None:
    """Refuse a log with fields of other types.

    Raises:
        ValueError: It has some; the first is named.
    """
    _check({name: value for name, value in log.items() if name not in _READ_APART}, _type("types.LogRequest"))
    _check({name: log.get(name) for name in _ANSWERED}, _answered())
    for name in ("duration", "prompt_cost", "output_cost"):
        check_number(name, log.get(name))
    for number, item in enumerate(as_array(log.get("evaluation_results"))):
        if is_object(item):
            _check({"value": item.get("value")}, _verdict(), ("evaluation_results", number))
            check_number(f"evaluation_results.{number}.value", item.get("value"))


def check_feedback(item: Mapping[str, Any], number: int) -> None:
    """Refuse an item of feedback with fields of other types.

    Raises:
        ValueError: It has some; the first is named.
    """
    given = {name: item[name] for name in ("type", "value", "user") if name in item}
    _check(given, _type("types.Feedback"), ("feedback", number))
    check_number(f"feedback.{number}.value", item.get("value"))


def check_config(kind: str, config: Mapping[str, Any]) -> None:
    """Refuse a config of a model or a tool with fields of other types.

    Raises:
        ValueError: It has some; the first is named.
    """
    if kind in _CONFIGS:
        _check(config, _type(_CONFIGS[kind]), ("config",))


def _check(value: Mapping[str, Any], validator: SchemaValidator, place: tuple[str | int, ...] = ()) -> None:
    problems = problems_of(value, validator)
    if problems:
        where = ".".join(map(str, (*place, *problems[0].place)))
        raise ValueError(f"`{where}`: {problems[0].message}")


@cache
def _type(type_expression: str) -> SchemaValidator:
    return validator_for(type_expression, is_plain=True)


@cache
def _answered() -> SchemaValidator:
    return validator_for_fields(_ANSWERED)


@cache
def _verdict() -> SchemaValidator:
    return validator_for_fields(_VERDICT)
