"""Evaluators in Python and models as judges: what they see, what they answer, and how they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]


def results(bench: Bench, evaluation: Json) -> list[Json]:
    return [result for row in bench.rows(evaluation) for result in row["evaluation_results"]]


@pytest.mark.parametrize(
    ("return_type", "code", "said"),
    [
        ("boolean", "raise ValueError('so bad')", "ValueError: so bad (line 2)"),
        ("boolean", "return 1", "True or False"),
        ("boolean", "return None", "True or False"),
        ("number", "return True", "a number"),
        ("number", "return float('inf')", "ValueError"),
        ("text", "return 1", "text"),
        ("text", "yield 'a'", "has to return text, not <generator object judge"),
        ("multi_select", "return {'a'}", "has to return a list of labels, not {'a'}."),
        ("multi_select", "return ['a', print]", "a list of labels, not ['a', <built-in function print>]."),
        ("multi_select", "return ['a', 1]", "a list of labels"),
        ("boolean", "import os; os._exit(7)", "exit code 7"),
        ("boolean", "import sys; sys.exit()", "SystemExit"),
        ("boolean", "return nowhere", "NameError"),
    ],
)
def test_an_evaluator_that_fails_hurts_nothing_else(bench: Bench, return_type: str, code: str, said: str) -> None:
    bad = bench.evaluator("python", code=f"def judge(log):\n    {code}\n", return_type=return_type)
    matches = bench.matches()
    made = bench.completed(bench.words("a", "b"), bad, matches)
    of_bad = [result for result in results(bench, made) if result["evaluator_id"] == bad["id"]]
    assert len(of_bad) == 2
    assert all(result["value"] is None and said in result["error"] for result in of_bad)
    assert bench.aggregates(made) == {bad["id"]: None, matches["id"]: 1}


def test_an_evaluator_that_hangs_is_stopped(api_class: type[Api], tmp_path: Path) -> None:
    with serving(api_class, tmp_path, evaluator_seconds=0.3, evaluator_workers=2) as bench:
        code = """
def judge(log):
    if log["output"] == "Say b":
        print("waiting")
    while log["output"] == "Say b":
        pass
    return True
"""
        hangs, matches = bench.evaluator("python", code=code), bench.matches()
        made = bench.completed(bench.words("a", "b", "c"), hangs, matches)
        of_it = [row["evaluation_results"] for row in bench.rows(made)]
        errors = [result["error"] for row in of_it for result in row if result["evaluator_id"] == hangs["id"]]
        assert errors == [None, "It took longer than 0.3 s and was stopped.", None]
        logs = [result["evaluator_log"] for row in of_it for result in row if result["evaluator_id"] == hangs["id"]]
        assert [log and (log["stdout"], log["error"]) for log in logs] == [None, ("waiting\n", errors[1]), None]
        assert bench.aggregates(made) == {hangs["id"]: 1, matches["id"]: 1}


def test_code_that_breaks_when_it_is_loaded_is_an_error_everywhere(bench: Bench) -> None:
    bad = bench.evaluator("python", code="import nowhere\ndef judge(log):\n    return True\n")
    errors = {result["error"] for result in results(bench, bench.completed(bench.words("a", "b"), bad))}
    assert errors == {"ModuleNotFoundError: No module named 'nowhere' (line 1)"}


@pytest.mark.parametrize(
    ("return_type", "code", "value"),
    [
        ("number", "0.5", 0.5),
        ("select", "'good'", "good"),
        ("multi_select", "['a', 'b']", ["a", "b"]),
        ("text", "'well'", "well"),
    ],
)
def test_verdicts_of_every_type_are_kept(bench: Bench, return_type: str, code: str, value: Any) -> None:
    made = bench.evaluator("python", code=f"def judge(log):\n    return {code}\n", return_type=return_type)
    evaluation = bench.completed(bench.words("a"), made)
    assert [result["value"] for result in results(bench, evaluation)] == [value]
    assert bench.aggregates(evaluation) == {made["id"]: value if return_type == "number" else None}


def test_code_sees_the_log_and_the_datapoint(bench: Bench) -> None:
    code = """
def judge(log, testcase):
    assert log["inputs"] == testcase["inputs"] == {"word": "a"}
    assert log["model_config"]["model"] == log["config"]["model"] == "small-1"
    assert log["output"] == testcase["target"]["output"]
    assert log["id"].startswith("data_") and testcase["id"] == log["source_datapoint_id"]
    assert log["created_at"] and log["feedback"] == [] and log["metadata"] is None
    return True
"""
    judge = bench.evaluator("python", code=code, arguments_type="target_required")
    assert [result["error"] for result in results(bench, bench.completed(bench.words("a"), judge))] == [None]


def test_what_code_prints_is_kept_in_a_log_of_the_evaluator(api: Api, bench: Bench) -> None:
    prints = "print('seen', log['output']); print('!', file=sys.stderr)"
    code = f"import sys\ndef judge(log):\n    {prints}\n    return True\n"
    judge = bench.evaluator("python", code=code)
    (result,) = results(bench, bench.completed(bench.words("a"), judge))
    log = result["evaluator_log"]
    assert (log["stdout"], log["judgment"], log["config"]["type"]) == ("seen Say a\n!\n", True, "evaluator")
    assert (log["config"]["code"], log["config"]["evaluator_type"]) == (code, "python")
    assert log["metadata"] == {"evaluator_id": judge["id"], "log_id": result["log_id"]}
    assert result["llm_evaluator_log"] is None
    assert api.ok("logs.get", id=log["id"])["stdout"] == "seen Say a\n!\n"
    assert api.ok("evaluators.get", id=judge["id"])["logging_project"]["id"] == log["project_id"]


def test_a_model_judges(api: Api, bench: Bench) -> None:
    template = "Input {{log.inputs.word}}, output {{ log_output }}, wanted {{testcase.target.output}}."
    judge = bench.asking(template, says="Let me think.\nYes!", arguments_type="target_required")
    (result,) = results(bench, bench.completed(bench.words("a"), judge))
    log = result["evaluator_log"]
    assert (result["value"], result["llm_evaluator_log"]) == (True, log)
    assert log["project_id"] == judge["logging_project"]["id"]
    assert log["provider_request"]["messages"] == [{"role": "user", "content": "Input a, output Say a, wanted Say a."}]
    assert (log["output"], log["judgment"]) == ("Let me think.\nYes!", True)
    assert log["inputs"] == {"log.inputs.word": "a", "log_output": "Say a", "testcase.target.output": "Say a"}
    assert api.ok("projects.get", id=judge["logging_project"]["id"])["data_count"] == 1


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{log_inputs}}", '{"word": "a"}'),
        ("{{log_prompt}}", "Say a"),
        ("{{log_messages}}", "[]"),
        ("({{log_error}})", "()"),
        ("({{log.error}})", "()"),
        ("{{log.config.model}}", "small-1"),
        ("{{testcase.inputs.word}}", "a"),
    ],
)
def test_what_the_template_of_a_judge_can_name(bench: Bench, template: str, shown: str) -> None:
    judge = bench.asking(template, return_type="text")
    assert [result["value"] for result in results(bench, bench.completed(bench.words("a"), judge))] == [shown]


def test_messages_can_be_named_one_by_one(bench: Bench) -> None:
    config = bench.register(chat_template=[{"role": "system", "content": "Be {{word}}."}])
    judge = bench.asking("{{log.messages[0].content}} | {{log_prompt}}", return_type="text")
    (result,) = results(bench, bench.completed(bench.words("kind"), judge, config_id=config["id"]))
    assert result["value"] == "Be kind. | system: Be kind."


@pytest.mark.parametrize(
    ("template", "fields", "said"),
    [
        ("{{testcase.target.nothing}}", {}, "needs inputs that were not given: testcase.target.nothing"),
        ("x", {"says": "perhaps"}, "does not end with a verdict of type 'boolean': 'perhaps'"),
        ("{{find(log_output)}}", {}, "calls the tool 'find'"),
    ],
)
def test_a_model_without_a_verdict_is_an_error(bench: Bench, template: str, fields: Json, said: str) -> None:
    matches = bench.matches()
    judge = bench.asking(template, **fields)
    made = bench.completed(bench.words("a"), judge, matches)
    (result,) = [each for each in results(bench, made) if each["evaluator_id"] == judge["id"]]
    assert result["value"] is None
    assert said in result["error"]
    assert result["evaluator_log"] is not None
    assert bench.aggregates(made)[matches["id"]] == 1


def test_a_provider_that_fails_is_an_error_of_the_judge(bench: Bench) -> None:
    config = {"model": "m", "provider": "mock", "prompt_template": "x", "other": {"mock_error": "out of order"}}
    judge = bench.evaluator("llm", model_config=config)
    (result,) = results(bench, bench.completed(bench.words("a"), judge))
    assert (result["error"], result["evaluator_log"]["error"]) == ("out of order", "out of order")
