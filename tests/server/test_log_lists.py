"""Filters and orders of `logs.list` that the API describes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.polling import wait_for

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

CODE = "def judge(log):\n    return len(log['output'])\n"
# Output, source, model, feedback.
LOGS: list[tuple[str, str | None, str, list[Json]]] = [
    ("a", "sdk", "m1", [{"type": "rating", "value": "bad"}, {"type": "rating", "value": "good"}]),
    ("bb", "sdk", "m2", [{"type": "rating", "value": "bad"}, {"type": "action", "value": ["copy", "save"]}]),
    ("ccc", "app", "m2", [{"type": "action", "value": "copy"}, {"type": "score", "value": 7}]),
    ("dddd", None, "m3", []),
]


@pytest.fixture(scope="module")
def listed(api: Api) -> Json:
    """A project with the logs, each judged by an evaluator."""
    project: Json = api.ok("projects.create", {"name": api.name()})
    for output, source, model, feedback in LOGS:
        body: Json = {"project_id": project["id"], "output": output, "config": {"model": model}, "feedback": feedback}
        body |= {"inputs": {"n": output}} | ({"source": source} if source else {})
        api.ok("logs.log", body)
    evaluator = api.ok(
        "evaluators.create",
        {
            "name": api.name(),
            "description": "",
            "type": "python",
            "code": CODE,
            "arguments_type": "target_free",
            "return_type": "number",
        },
    )
    found = api.ok("logs.list", query={"project_id": project["id"]})["records"]
    dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project["id"])
    (datapoint,) = api.ok("datasets.create_datapoint", {"log_ids": [found[1]["id"]]}, dataset_id=dataset["id"])
    body = {"config_id": found[1]["config_id"], "dataset_id": dataset["id"], "evaluator_ids": [evaluator["id"]]}
    run = api.ok("evaluations.create", {**body, "hl_generated": False}, project_id=project["id"])
    api.ok("evaluations.update_status", {"status": "running"}, id=run["id"])
    posted = {"output": "eeeee", "source": "app", "config_id": found[1]["config_id"], "project_id": project["id"]}
    api.ok("evaluations.log", {"datapoint_id": datapoint["id"], "log": posted}, evaluation_id=run["id"])
    wait_for(lambda: api.ok("evaluations.get", id=run["id"]), lambda seen: seen["status"] == "completed")
    return {**project, "evaluator": evaluator["id"]}


def outputs(api: Api, listed: Json, **query: Any) -> list[str]:
    query = {name.replace("evaluator", f"evaluator-{listed['evaluator']}"): value for name, value in query.items()}
    page = api.ok("logs.list", query={"project_id": listed["id"], **query})
    assert page["total"] == len(page["records"])
    return [each["output"] for each in page["records"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"source_filter": ["sdk"]}, ["bb", "a"]),
        ({"source_filter": ["sdk", "app"]}, ["eeeee", "ccc", "bb", "a"]),
        ({"source_filter": ["none such"]}, []),
        ({"model_filter": ["m2"]}, ["eeeee", "ccc", "bb"]),
        ({"model_filter": ["m1", "m3"]}, ["dddd", "a"]),
        ({"model_filter": ["m2"], "source_filter": ["sdk"]}, ["bb"]),
        ({"feedback-rating_filter": ["good"]}, ["a"]),
        ({"feedback-rating_filter": ["bad"]}, ["bb"]),
        ({"feedback-rating_filter": ["bad", "good"]}, ["bb", "a"]),
        ({"feedback-action_filter": ["copy"]}, ["ccc", "bb"]),
        ({"feedback-action_filter": ["save"]}, ["bb"]),
        ({"feedback-action_filter": ["cop"]}, []),
        ({"feedback-action_filter": ["Save"]}, []),
        ({"feedback-action_filter": ["Copy"]}, []),
        ({"feedback-action_filter": ["sav_"]}, []),
        ({"feedback-score_filter": ["7"]}, ["ccc"]),
        ({"evaluator_filter": ["5"]}, ["eeeee"]),
        ({"evaluator_filter": ["4"]}, []),
        ({"sort": ["timestamp.asc"]}, ["a", "bb", "ccc", "dddd", "eeeee"]),
        ({"sort": ["source.asc"]}, ["eeeee", "ccc", "bb", "a", "dddd"]),
        ({"sort": ["source.desc", "timestamp.asc"]}, ["a", "bb", "ccc", "eeeee", "dddd"]),
        ({"sort": ["model.asc"]}, ["a", "eeeee", "ccc", "bb", "dddd"]),
        ({"search": "b", "model_filter": ["m2"]}, ["bb"]),
        ({"search": "zzz", "sort": ["timestamp.asc"]}, []),
        ({"search": "dd", "sort": ["timestamp.asc"], "model_filter": ["m3"]}, ["dddd"]),
        ({"search": "ccc", "sort": ["model.desc"], "start_date": "2020-01-01"}, ["ccc"]),
        ({"sort": ["feedback-rating.desc"]}, ["a", "bb", "eeeee", "dddd", "ccc"]),
    ],
)
def test_described_filters_and_orders(api: Api, listed: Json, query: Json, found: list[str]) -> None:
    assert outputs(api, listed, **query) == found


@pytest.mark.parametrize("sort", ["colour.asc", "model", "model.up", ".asc"])
def test_an_order_that_does_not_exist_is_refused(api: Api, listed: Json, sort: str) -> None:
    (problem,) = api.fail(422, "logs.list", query={"project_id": listed["id"], "sort": [sort]})
    assert problem["loc"] == ["query", "sort"]


@pytest.mark.parametrize(
    ("key", "query", "place", "said"),
    [
        ("logs.list", {"session": "x"}, "session", "there is no such parameter"),
        ("logs.list", {"serch": "x"}, "serch", "did you mean 'search'?"),
        (
            "logs.list",
            {"feedback_rating_filter": "x"},
            "feedback_rating_filter",
            "did you mean 'feedback-{type}_filter'?",
        ),
        ("logs.list", {"feedback-ratin_filter": "x"}, "feedback-ratin_filter", "did you mean 'rating'?"),
        ("logs.list", {"sort": "feedback-ratin.asc"}, "sort", "did you mean 'rating'?"),
        ("logs.list", {"sort": "timestamps.asc"}, "sort", "did you mean 'timestamp.asc'?"),
        ("logs.list", {"evaluator-evfn_unknown_filter": "5"}, "evaluator-evfn_unknown_filter", "no evaluator"),
        ("evaluations.list", {"statusfilter": "x"}, "statusfilter", "did you mean 'status_filter'?"),
        ("evaluations.list", {"status_filter": "complete"}, "status_filter", "did you mean 'completed'?"),
        ("evaluations.list", {"sort": "evaluator-evfn_unknown.asc"}, "sort", "no evaluator 'evfn_unknown'"),
        ("projects.list", {"name_filter": "x"}, "name_filter", "did you mean"),
        ("evaluators.list", {"page": 1}, "page", "there are none"),
    ],
)
def test_filters_that_do_not_exist_are_refused(
    api: Api, listed: Json, key: str, query: dict[str, Any], place: str, said: str
) -> None:
    project = {"project_id": listed["id"]} if key in {"logs.list", "evaluations.list"} else {}
    (problem,) = api.fail(422, key, query=project | query)
    assert problem["loc"] == ["query", place]
    assert said in problem["msg"]
