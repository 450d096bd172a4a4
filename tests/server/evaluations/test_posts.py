"""Logs and results that callers bring to an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import LENGTH
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]


def post_log(api: Api, evaluation: Json, datapoint: Json, **log: Any) -> Json:
    body = {"datapoint_id": datapoint["id"], "log": {"output": "Say a", **log}}
    answer: Json = api.ok("evaluations.log", body, evaluation_id=evaluation["id"])
    return answer


def post_result(api: Api, evaluation: Json, evaluator: Json, log_id: str, **verdict: Any) -> Json:
    body = {"log_id": log_id, "evaluator_id": evaluator["id"], **verdict}
    answer: Json = api.ok("evaluations.result", body, evaluation_id=evaluation["id"])
    return answer


def running(bench: Bench, *evaluators: Json, words: str = "ab") -> tuple[Json, list[Json]]:
    """An evaluation whose logs are brought, and its datapoints."""
    made = bench.start(bench.words(*words), *evaluators, hl_generated=False)
    bench.set_status(made, "running")
    return made, [row["datapoint"] for row in bench.rows(made)]


def test_what_a_posted_log_does_not_have_is_passed_over(api: Api, bench: Bench) -> None:
    made, points = running(bench, bench.matches())
    posted = post_log(api, made, points[0], id="a/b", otel="x", user=["ann"], source_datapoint_id=points[1]["id"])
    log = api.ok("logs.get", id=posted["id"])
    assert posted["id"].startswith("data_")
    assert (log["metadata"], log["user"], log["source_datapoint_id"]) == (None, None, points[0]["id"])


def test_posted_logs_are_judged_and_paired_with_their_datapoints(api: Api, bench: Bench) -> None:
    made, points = running(bench, bench.matches())
    ids = [post_log(api, made, point)["id"] for point in points]
    rows = bench.until_rows(made, 1)
    assert [row["log"]["id"] for row in rows] == ids
    assert [row["log"]["source_datapoint_id"] for row in rows] == [point["id"] for point in points]
    assert [row["evaluation_results"][0]["value"] for row in rows] == [True, False]
    assert bench.until(made, "completed")["evaluator_aggregates"][0]["aggregate_value"] == 0.5


def test_a_log_that_names_nothing_gets_the_project_and_the_config_of_the_evaluation(api: Api, bench: Bench) -> None:
    made, points = running(bench)
    answer = post_log(api, made, points[0])
    assert answer["project_id"] == bench.project["id"]
    assert api.ok("logs.get", id=answer["id"])["config_id"] == bench.config["id"]
    named = post_log(api, made, points[1], project="elsewhere", config={"model": "own"})
    log = api.ok("logs.get", id=named["id"])
    assert (log["project"], log["config"]["model"]) == ("elsewhere", "own")


def test_a_second_log_takes_the_place_of_the_first(api: Api, bench: Bench) -> None:
    matches = bench.matches()
    made, points = running(bench, matches)
    first = post_log(api, made, points[0], output="wrong")
    wait_for(lambda: bench.rows(made)[0]["evaluation_results"], bool)
    second = post_log(api, made, points[0])
    results = wait_for(lambda: bench.rows(made)[0]["evaluation_results"], bool)
    assert bench.rows(made)[0]["log"]["id"] == second["id"]
    assert [each["value"] for each in results] == [True]
    # Only what stands in the evaluation now is counted; the first log and its result are kept.
    assert bench.aggregates(made) == {matches["id"]: 1}
    assert [each["value"] for each in api.ok("logs.get", id=first["id"])["evaluation_results"]] == [False]


@pytest.mark.parametrize("status", ["pending", "completed", "cancelled"])
def test_logs_and_results_are_taken_by_running_evaluations_only(api: Api, bench: Bench, status: str) -> None:
    evaluator = bench.evaluator()
    made, points = running(bench, evaluator)
    log = post_log(api, made, points[0])
    if status == "pending":
        made = bench.start(bench.words("a"), evaluator, hl_generated=False)
    else:
        bench.set_status(made, status)
    body = {"datapoint_id": points[0]["id"], "log": {}}
    assert status in api.fail(422, "evaluations.log", body, evaluation_id=made["id"])["message"]
    result = {"log_id": log["id"], "evaluator_id": evaluator["id"], "result": True}
    assert status in api.fail(422, "evaluations.result", result, evaluation_id=made["id"])["message"]


def test_logs_have_to_fit(api: Api, bench: Bench) -> None:
    made, points = running(bench)
    foreign = api.ok("datasets.create_datapoint", {}, dataset_id=bench.dataset()["id"])[0]
    path = {"evaluation_id": made["id"]}
    api.fail(422, "evaluations.log", {"datapoint_id": foreign["id"], "log": {}}, **path)
    api.fail(422, "evaluations.log", {"datapoint_id": "evtc_unknown", "log": {}}, **path)
    api.fail(422, "evaluations.log", {"datapoint_id": points[0]["id"]}, **path)
    for log in ({"config_id": "config_unknown"}, {"project_id": "pr_unknown"}, {"session_id": "sesh_unknown"}):
        api.fail(404, "evaluations.log", {"datapoint_id": points[0]["id"], "log": log}, **path)
    detail = api.fail(
        422, "evaluations.log", {"datapoint_id": points[0]["id"], "log": {"config": {"type": "x"}}}, **path
    )
    assert detail[0]["loc"][:3] == ["body", "log", "config"]
    api.fail(404, "evaluations.log", {"datapoint_id": "x", "log": {}}, evaluation_id="ev_unknown")
    assert bench.rows(made)[0]["log"] is None


def test_a_result_is_answered_with_its_log(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator()
    made, points = running(bench, evaluator)
    log = post_log(api, made, points[0])
    result = post_result(api, made, evaluator, log["id"], result=True)
    assert result["id"].startswith("evr_")
    assert result["evaluator_version_id"].startswith("evv_")
    expected = {"evaluation_id": made["id"], "evaluator_id": evaluator["id"], "log_id": log["id"], "value": True}
    assert result == {**result, **expected, "error": None, "evaluator_log": None, "llm_evaluator_log": None}
    assert result["log"]["id"] == log["id"]
    assert result["log"]["evaluation_results"] == [{**result, "log": None}]
    assert bench.rows(made)[0]["evaluation_results"] == [{**result, "log": None}]


def test_a_second_result_takes_the_place_of_the_first(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator()
    made, points = running(bench, evaluator)
    log = post_log(api, made, points[0])
    first = post_result(api, made, evaluator, log["id"], result=True)
    second = post_result(api, made, evaluator, log["id"], error="no idea")
    assert (second["id"], second["value"], second["error"]) == (first["id"], None, "no idea")
    assert second["updated_at"] > first["updated_at"]
    assert bench.aggregates(made) == {evaluator["id"]: None}


@pytest.mark.parametrize(
    ("return_type", "verdict"),
    [
        ("boolean", {}),
        ("boolean", {"result": True, "error": "x"}),
        ("boolean", {"result": None, "error": None}),
        ("boolean", {"result": 1}),
        ("boolean", {"result": "yes"}),
        ("number", {"result": True}),
        ("text", {"result": 1}),
    ],
)
def test_a_result_is_a_value_of_the_right_type_or_an_error(
    api: Api, bench: Bench, return_type: str, verdict: Json
) -> None:
    evaluator = bench.evaluator(return_type=return_type)
    made, points = running(bench, evaluator)
    log = post_log(api, made, points[0])
    body = {"log_id": log["id"], "evaluator_id": evaluator["id"], **verdict}
    detail = api.fail(422, "evaluations.result", body, evaluation_id=made["id"])
    assert detail[0]["loc"] == ["body", "result"]


def test_a_result_needs_an_evaluator_and_a_log_of_the_evaluation(api: Api, bench: Bench) -> None:
    evaluator, foreign = bench.evaluator(), bench.evaluator()
    made, points = running(bench, evaluator)
    log = post_log(api, made, points[0])
    stray = api.ok("logs.log", {"project_id": bench.project["id"], "source_datapoint_id": "evtc_unknown"})
    bare = api.ok("logs.log", {"project_id": bench.project["id"]})
    path = {"evaluation_id": made["id"]}
    body = {"log_id": log["id"], "evaluator_id": evaluator["id"], "result": True}
    api.fail(422, "evaluations.result", {**body, "evaluator_id": foreign["id"]}, **path)
    api.fail(422, "evaluations.result", {**body, "evaluator_id": "evfn_unknown"}, **path)
    api.fail(422, "evaluations.result", {**body, "log_id": stray["id"]}, **path)
    api.fail(422, "evaluations.result", {**body, "log_id": bare["id"]}, **path)
    api.fail(404, "evaluations.result", {**body, "log_id": "data_unknown"}, **path)
    api.fail(404, "evaluations.result", body, evaluation_id="ev_unknown")
    api.fail(422, "evaluations.result", {"result": True}, **path)


def test_numbers_are_averaged_and_errors_left_out(api: Api, bench: Bench) -> None:
    score, comment = bench.evaluator(return_type="number"), bench.evaluator(return_type="text")
    made, points = running(bench, score, comment, words="abc")
    logs = [post_log(api, made, point)["id"] for point in points]
    for log_id, verdict in zip(logs, ({"result": 1}, {"result": 4.5}, {"error": "no"}), strict=True):
        post_result(api, made, score, log_id, **verdict)
        post_result(api, made, comment, log_id, error="speechless")
    assert bench.aggregates(made) == {score["id"]: 2.75, comment["id"]: None}
    assert bench.get(made)["status"] == "completed"


def test_a_log_of_ones_own_takes_the_place_of_the_generated_one(api: Api, bench: Bench) -> None:
    outside, length = bench.evaluator(), bench.evaluator("python", code=LENGTH, return_type="number")
    made = bench.start(bench.words("a"), outside, length)
    (row,) = bench.until_rows(made, 1)
    body = {"project_id": bench.project["id"], "output": "my own", "source_datapoint_id": row["datapoint"]["id"]}
    own = api.ok("logs.log", body)
    post_result(api, made, outside, own["id"], result=True)
    # The other evaluators of the evaluation judge it too.
    found = bench.rows(bench.until(made, "completed"))[0]
    assert found["log"]["id"] == own["id"]
    assert {each["value"] for each in found["evaluation_results"]} == {True, 6}
    assert bench.aggregates(made) == {outside["id"]: 1, length["id"]: 6}


def test_who_opens_an_evaluation_again_has_to_close_it(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator()
    made, points = running(bench, evaluator, words="a")
    log = post_log(api, made, points[0])
    post_result(api, made, evaluator, log["id"], result=False)
    assert bench.get(made)["status"] == "completed"
    bench.set_status(made, "running")
    for verdict in (True, False, True):
        post_result(api, made, evaluator, log["id"], result=verdict)
    assert bench.get(made)["status"] == "running"
    bench.set_status(made, "completed")
    assert bench.aggregates(made) == {evaluator["id"]: 1}


def test_feedback_on_the_logs_is_summed_up(api: Api, bench: Bench) -> None:
    human = bench.evaluator("human", return_type="select")
    made, points = running(bench, human)
    assert bench.get(made)["feedback_aggregates"] is None
    ids = [post_log(api, made, point)["id"] for point in points]
    given: list[Json] = [
        {"type": "rating", "value": "good", "data_id": ids[0], "user": "a"},
        {"type": "rating", "value": "bad", "data_id": ids[0], "user": "a"},
        {"type": "rating", "value": "good", "data_id": ids[1], "user": "b"},
        {"type": "action", "value": ["copied", "saved"], "data_id": ids[0]},
        {"type": "action", "value": "copied", "data_id": ids[1]},
        {"type": "action", "value": [], "data_id": ids[1], "user": "b"},
        {"type": "action", "value": True, "data_id": ids[1], "user": "c"},
        {"type": "rating", "value": 3, "data_id": ids[1], "user": "c"},
        {"type": "comment", "value": "hm", "data_id": ids[0]},
        {"type": "stars", "value": 2, "data_id": ids[0]},
        {"type": "stars", "value": 5, "data_id": ids[1]},
    ]
    api.ok("feedback.feedback", given)
    found = {each["feedback_type"]["type"]: each for each in bench.get(made)["feedback_aggregates"]}
    assert (found["rating"]["values"], found["rating"]["total"]) == ({"bad": 1, "good": 1}, 2)
    assert (found["action"]["values"], found["action"]["total"]) == ({"copied": 2, "saved": 1}, 3)
    stats = api.ok("projects.list_configs", id=bench.project["id"])[0]["feedback_stats"]
    counted = {(each["feedback_type"], each["feedback_value"]): each["feedback_count"] for each in stats}
    shown = {(kind, label): each for kind in ("rating", "action") for label, each in found[kind]["values"].items()}
    assert {pair: counted[pair] for pair in shown} == shown
    assert found["comment"] == {"feedback_type": {"type": "comment", "values": None}}
    assert found["stars"]["mean"] == 3.5
    assert found["rating"]["feedback_type"]["values"][0] == {"value": "good", "sentiment": "positive"}
