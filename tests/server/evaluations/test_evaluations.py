"""Evaluations: made, answered, listed, their status set, evaluators added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import LENGTH

if TYPE_CHECKING:
    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]

STATUSES = ("pending", "running", "completed", "cancelled", "failed")
ALLOWED = {
    ("pending", "running"),
    ("pending", "cancelled"),
    ("pending", "failed"),
    ("running", "cancelled"),
    ("running", "failed"),
    ("running", "completed"),
    ("completed", "running"),
}
# How an evaluation gets into a status.
WAYS = {
    "pending": (),
    "running": ("running",),
    "completed": ("running", "completed"),
    "cancelled": ("cancelled",),
    "failed": ("failed",),
}


def test_a_new_evaluation_is_answered_whole(bench: Bench) -> None:
    dataset, evaluator = bench.words("a", "b"), bench.evaluator()
    made = bench.start(dataset, evaluator, hl_generated=False)
    assert made["id"].startswith("ev_")
    assert (made["status"], made["config"], made["evaluators"]) == ("pending", bench.config, [evaluator])
    assert made["dataset"] == made["dataset_snapshot"] == dataset
    assert made["dataset_version_id"].startswith("evv_")
    assert made["evaluator_aggregates"] is None
    assert bench.api.ok("evaluations.get", id=made["id"]) == made


def test_aggregates_come_when_they_are_asked_for(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator()
    made = bench.start(bench.words("a"), evaluator, hl_generated=False)
    (aggregate,) = bench.get(made)["evaluator_aggregates"]
    assert aggregate == {
        "model_config_id": bench.config["id"],
        "evaluator_id": evaluator["id"],
        "evaluator_version_id": aggregate["evaluator_version_id"],
        "aggregate_value": None,
    }
    path = {"project_id": bench.project["id"]}
    (listed,) = api.ok("evaluations.list_all_for_project", query={"evaluator_aggregates": "true"}, **path)
    assert listed == bench.get(made)
    assert api.ok("evaluations.list_all_for_project", **path) == [made]


def test_an_evaluator_that_is_named_twice_is_there_once(bench: Bench) -> None:
    evaluator = bench.evaluator()
    assert bench.start(bench.words("a"), evaluator, evaluator, hl_generated=False)["evaluators"] == [evaluator]


@pytest.mark.parametrize("field", ["config_id", "dataset_id", "evaluator_ids"])
def test_what_an_evaluation_consists_of_has_to_exist(api: Api, bench: Bench, field: str) -> None:
    body = {
        "config_id": bench.config["id"],
        "dataset_id": bench.dataset()["id"],
        "evaluator_ids": [bench.evaluator()["id"]],
    }
    unknown = ["evfn_unknown"] if field == "evaluator_ids" else "unknown"
    api.fail(404, "evaluations.create", {**body, field: unknown}, project_id=bench.project["id"])
    api.fail(404, "evaluations.create", body, project_id="pr_unknown")
    del body[field]
    detail = api.fail(422, "evaluations.create", body, project_id=bench.project["id"])
    assert detail[0]["loc"] == ["body", field]


def test_a_config_of_another_project_is_evaluated_in_this_one(api: Api, bench: Bench) -> None:
    other = api.ok("projects.create", {"name": api.name()})
    foreign = api.ok("model_configs.register", {"project_id": other["id"], "model": "m", "provider": "mock"})
    body = {"config_id": foreign["config"]["id"], "dataset_id": bench.dataset()["id"], "evaluator_ids": []}
    made = api.ok("evaluations.create", body, project_id=bench.project["id"])
    configs = api.ok("projects.list_configs", id=bench.project["id"])
    assert made["config"]["id"] in [each["config"]["id"] for each in configs]


def test_names_are_unique_in_a_project(api: Api, bench: Bench) -> None:
    dataset = bench.dataset()
    bench.start(dataset, name="first", hl_generated=False)
    body = {"config_id": bench.config["id"], "dataset_id": dataset["id"], "evaluator_ids": [], "name": "first"}
    api.fail(409, "evaluations.create", body, project_id=bench.project["id"])
    bench.start(dataset, name="second", hl_generated=False)


@pytest.mark.parametrize("concurrency", [0, -1, 1001])
def test_the_concurrency_has_limits(api: Api, bench: Bench, concurrency: int) -> None:
    body = {"config_id": bench.config["id"], "dataset_id": bench.dataset()["id"], "evaluator_ids": []}
    body["max_concurrency"] = concurrency
    detail = api.fail(422, "evaluations.create", body, project_id=bench.project["id"])
    assert detail[0]["loc"] == ["body", "max_concurrency"]


def test_the_server_generates_with_model_configs_only(api: Api, bench: Bench) -> None:
    body = {"project_id": bench.project["id"], "config": {"type": "tool", "name": "find"}}
    log = api.ok("logs.get", id=api.ok("logs.log", body)["id"])
    start = {"config_id": log["config_id"], "dataset_id": bench.dataset()["id"], "evaluator_ids": []}
    path = {"project_id": bench.project["id"]}
    api.fail(422, "evaluations.create", start, **path)
    made = api.ok("evaluations.create", {**start, "hl_generated": False}, **path)
    assert made["config"]["type"] == "tool"


def test_later_changes_of_the_dataset_do_not_change_the_evaluation(api: Api, bench: Bench) -> None:
    dataset = bench.words("a", "b", "c")
    points = api.ok("datasets.list_datapoints", dataset_id=dataset["id"])["records"]
    made = bench.start(dataset, hl_generated=False)
    before = bench.rows(made)
    api.ok("datapoints.update", {"inputs": {"word": "z"}, "target": None}, id=points[0]["id"])
    api.ok("datapoints.delete", [points[1]["id"]])
    api.ok("datasets.create_datapoint", {"inputs": {"word": "d"}}, dataset_id=dataset["id"])
    api.ok("datasets.update", {"name": "other"}, id=dataset["id"])
    assert bench.rows(made) == before
    found = bench.get(made)
    assert (found["dataset"]["name"], found["dataset"]["datapoint_count"]) == ("other", 3)
    assert found["dataset_snapshot"] == dataset
    later = bench.start(dataset, hl_generated=False)
    assert [row["datapoint"]["inputs"]["word"] for row in bench.rows(later)] == ["z", "c", "d"]
    assert later["dataset_version_id"] != made["dataset_version_id"]
    api.ok("datasets.delete", id=dataset["id"])
    assert bench.rows(made) == before
    assert bench.get(made)["dataset"]["id"] == dataset["id"]


def test_a_deleted_log_leaves_its_datapoint_without_one(api: Api, bench: Bench) -> None:
    matches = bench.matches()
    made = bench.completed(bench.words("a", "b", right=1), matches)
    api.ok("logs.delete", query={"id": [bench.rows(made)[1]["log"]["id"]]})
    rows = bench.rows(made)
    assert [row["log"] is None for row in rows] == [False, True]
    assert rows[1]["evaluation_results"] == []
    assert bench.aggregates(made) == {matches["id"]: 1}


def test_datapoints_are_paged_from_one(api: Api, bench: Bench) -> None:
    made = bench.start(bench.words(*"abc"), hl_generated=False)

    def page(number: int) -> Json:
        query = {"page": number, "size": 2}
        answer: Json = api.ok("evaluations.list_datapoints", id=made["id"], query=query)
        return answer

    words = [[row["datapoint"]["inputs"]["word"] for row in page(number)["records"]] for number in (1, 2, 3)]
    assert words == [["a", "b"], ["c"], []]
    assert page(1)["total"] == 3
    assert page(1)["records"][0]["log"] is None
    assert page(1)["records"][0]["evaluation_results"] == []
    first = api.ok("evaluations.list_datapoints", id=made["id"])
    assert (first["page"], first["size"]) == (1, 10)
    api.fail(422, "evaluations.list_datapoints", id=made["id"], query={"page": 0})


def test_unknown_evaluations_are_404(api: Api) -> None:
    api.fail(404, "evaluations.get", id="ev_unknown")
    api.fail(404, "evaluations.list_datapoints", id="ev_unknown")
    api.fail(404, "evaluations.update_status", {"status": "running"}, id="ev_unknown")
    api.fail(404, "evaluations.add_evaluators", {"evaluator_ids": []}, id="ev_unknown")
    api.fail(404, "evaluations.list", query={"project_id": "pr_unknown"})
    api.fail(404, "evaluations.list_all_for_project", project_id="pr_unknown")
    api.fail(422, "evaluations.list")


def test_evaluations_go_with_their_project(api: Api, bench: Bench) -> None:
    made = bench.start(bench.words("a"), hl_generated=False)
    api.ok("projects.delete", id=bench.project["id"])
    api.fail(404, "evaluations.get", id=made["id"])


@pytest.mark.parametrize("present", STATUSES)
def test_the_status_can_change_in_certain_ways_only(api: Api, bench: Bench, present: str) -> None:
    dataset, evaluator = bench.words("a"), bench.evaluator()
    for status in STATUSES:
        made = bench.start(dataset, evaluator, hl_generated=False)
        for step in WAYS[present]:
            bench.set_status(made, step)
        if (present, status) in ALLOWED or present == status:
            assert bench.set_status(made, status)["status"] == status
            assert bench.get(made)["status"] == status
        else:
            detail = api.fail(422, "evaluations.update_status", {"status": status}, id=made["id"])
            assert detail["message"] == f"An evaluation that is {present} cannot become {status}."
            assert bench.get(made)["status"] == present


def test_there_are_no_other_statuses(api: Api, bench: Bench) -> None:
    made = bench.start(bench.words("a"), hl_generated=False)
    api.fail(422, "evaluations.update_status", {"status": "resting"}, id=made["id"])
    api.fail(422, "evaluations.update_status", {}, id=made["id"])


def test_added_evaluators_judge_the_logs_there_are(api: Api, bench: Bench) -> None:
    matches, length = bench.matches(), bench.evaluator("python", code=LENGTH, return_type="number")
    made = bench.completed(bench.words("a", "b"), matches)
    logs = [row["log"]["id"] for row in bench.rows(made)]
    answer = api.ok("evaluations.add_evaluators", {"evaluator_ids": [length["id"]]}, id=made["id"])
    assert (answer["status"], answer["evaluators"]) == ("running", [matches, length])
    bench.until(made, "completed")
    rows = bench.rows(made)
    assert [row["log"]["id"] for row in rows] == logs
    assert [[each["value"] for each in row["evaluation_results"]] for row in rows] == [[True, 5], [True, 5]]
    assert api.ok("logs.list", query={"project_id": bench.project["id"]})["total"] == 2


def test_an_evaluator_that_is_there_already_changes_nothing(api: Api, bench: Bench) -> None:
    matches = bench.matches()
    made = bench.completed(bench.words("a"), matches)
    answer = api.ok("evaluations.add_evaluators", {"evaluator_ids": [matches["id"]]}, id=made["id"])
    assert (answer["status"], answer["evaluators"]) == ("completed", [matches])


def test_an_evaluator_can_be_added_in_an_earlier_version(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator("python", code="def judge(log):\n    return True\n")
    old = bench.rows(bench.completed(bench.words("a"), evaluator))[0]["evaluation_results"][0]["evaluator_version_id"]
    api.ok("evaluators.update", {"code": "def judge(log):\n    return False\n"}, id=evaluator["id"])
    made = bench.completed(bench.words("a"))
    api.ok("evaluations.add_evaluators", {"evaluator_version_ids": [old]}, id=made["id"])
    bench.until(made, "completed")
    assert bench.aggregates(made) == {evaluator["id"]: 1}
    new = bench.completed(bench.words("a"), evaluator)
    api.fail(422, "evaluations.add_evaluators", {"evaluator_version_ids": [old]}, id=new["id"])
    api.fail(404, "evaluations.add_evaluators", {"evaluator_version_ids": ["evv_unknown"]}, id=new["id"])


def test_evaluators_are_added_only_where_that_makes_sense(api: Api, bench: Bench) -> None:
    made, evaluator = bench.start(bench.words("a"), hl_generated=False), bench.evaluator()
    body = {"evaluator_ids": [evaluator["id"]]}
    api.fail(404, "evaluations.add_evaluators", {"evaluator_ids": ["evfn_unknown"]}, id=made["id"])
    api.fail(422, "evaluations.add_evaluators", {}, id=made["id"])
    assert api.ok("evaluations.add_evaluators", body, id=made["id"])["status"] == "pending"
    bench.set_status(made, "cancelled")
    api.fail(422, "evaluations.add_evaluators", body, id=made["id"])


def test_the_evaluatee_is_the_config(api: Api, bench: Bench) -> None:
    other = bench.register(model="other")
    made, external = bench.dataset({"inputs": {"word": "a"}}), bench.evaluator()
    run = bench.start(made, external)
    (row,) = bench.until_rows(run, 0)
    posted = {"datapoint_id": row["datapoint"]["id"], "log": {"output": "x"}}
    result = {"log_id": row["log"]["id"], "evaluator_id": external["id"], "result": True}
    for evaluatee, found in ((bench.config, [run["id"]]), (other, [])):
        query = {"evaluatee_id": evaluatee["id"]}
        page = api.ok("evaluations.list", query={**query, "project_id": bench.project["id"]})
        assert [each["id"] for each in page["records"]] == found
        whole = api.ok("evaluations.list_all_for_project", project_id=bench.project["id"], query=query)
        assert [each["id"] for each in whole] == found
        status = (200, 201) if found else (404, 404)
        assert api.call("evaluations.get", id=run["id"], query=query).status == status[0]
        assert api.call("evaluations.list_datapoints", id=run["id"], query=query).status == status[0]
        for key, body in (("log", posted), ("result", result)):
            if key == "result" and found:
                continue
            reply = api.call(f"evaluations.{key}", body, evaluation_id=run["id"], query=query)
            assert reply.status == status[1], reply.data
