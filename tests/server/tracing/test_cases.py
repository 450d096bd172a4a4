"""Six captured cases with each log that must result, in every form, in every order, and twice."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.tracing.forms import one_by_one

if TYPE_CHECKING:
    from tests.server.tracing.conftest import Exporter

CASES: dict[int, Any] = {
    case["case"]: case for case in json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
}
NAMES = {number: [name.removesuffix(".json") for name in case["send"]] for number, case in CASES.items()}
ORDERS = [(number, order) for number in CASES for order in sorted(set(permutations(NAMES[number])))]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(("number", "order"), ORDERS)
def test_each_log_of_a_case(any_exporter: Exporter, number: int, order: tuple[str, ...], times: int) -> None:
    for name in order * times:
        any_exporter.ok(any_exporter.payload(name))
    check(any_exporter, CASES[number])


@pytest.mark.parametrize("number", sorted(CASES))
def test_each_log_of_a_case_whose_spans_come_one_by_one(exporter: Exporter, number: int) -> None:
    spans = [span for name in NAMES[number] for span in one_by_one(exporter.payload(name))]
    for span in [*spans[::-1], *spans]:
        exporter.ok(span)
    check(exporter, CASES[number])


def check(exporter: Exporter, case: Any) -> None:
    logs = exporter.by_span()
    assert set(logs) == {expected["span_id"] for expected in case["logs"]}
    names = {log["id"]: log["metadata"]["otel"]["name"] for log in logs.values()}
    for expected in case["logs"]:
        log = logs[expected["span_id"]]
        otel = log["metadata"]["otel"]
        assert otel["trace_id"] == exporter.trace_id(expected["trace_id"])
        assert otel["parent_span_id"] == expected["parent_span_id"]
        assert otel["name"] == expected["name"]
        assert log["reference_id"] == f"{otel['trace_id']}-{otel['span_id']}"
        assert names.get(log["parent_id"]) == expected["parent"]
        assert log["config"]["type"] == expected["kind"]
        assert log["session_reference_id"] == _session(exporter, case["session"], otel)
        if "user" in case:
            assert log["user"] == case["user"]
        if "error_has" in expected:
            assert expected["error_has"] in log["error"]
            assert "Traceback" not in json.dumps(log)
        else:
            assert log["error"] is None
        _check_fields(log, expected)
    if "prompt_tokens_of_session" in case:
        assert sum(log["prompt_tokens"] or 0 for log in logs.values()) == case["prompt_tokens_of_session"]
    assert sum(session["datapoints_count"] for session in exporter.sessions()) == len(logs)


def _session(exporter: Exporter, wanted: str, otel: Any) -> str:
    if wanted == "trace":
        return str(otel["trace_id"])
    if wanted == "conv-7":
        return exporter.session
    return exporter.session if otel["scope"]["name"] in {"ai", "pydantic-ai"} else str(otel["trace_id"])


def _check_fields(log: Any, expected: Any) -> None:
    for name in ("prompt_tokens", "output_tokens", "finish_reason", "output", "inputs"):
        if name in expected:
            assert _same(log[name], expected[name]), name
    for name in ("messages", "output_message"):
        if name in expected:
            assert _same(log[name], expected[name]), (name, log[name])
    for name, value in expected.get("metadata", {}).items():
        assert log["metadata"][name] == value
    for name, value in expected.get("config", {}).items():
        found = [tool["name"] for tool in log["config"]["tools"]] if name == "tools" else log["config"][name]
        assert found == value
    if "prompt_cost_plus_output_cost" in expected:
        assert log["metadata"]["otel"]["cost"] == pytest.approx(expected["prompt_cost_plus_output_cost"])


def _same(found: Any, expected: Any) -> bool:
    """Compare; null is absent, and texts that are JSON are compared as JSON."""
    if isinstance(expected, dict):
        found = _parsed(found)
        part = {key: value for key, value in expected.items() if not key.endswith("_has")}
        contained = {key.removesuffix("_has"): value for key, value in expected.items() if key.endswith("_has")}
        left = {key: value for key, value in found.items() if value is not None and key not in contained}
        # Some tell the name of the tool that answered besides its id.
        if found.get("role") == "tool" and "name" not in part:
            left.pop("name", None)
        wanted = {key: value for key, value in part.items() if value is not None}
        return (
            left.keys() == wanted.keys()
            and all(_same(left[key], wanted[key]) for key in wanted)
            and all(value in found[key] for key, value in contained.items())
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(_same, found, expected))
    return bool(_parsed(found) == _parsed(expected))


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
