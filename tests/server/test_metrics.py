"""Metrics of logs: positive labels of the project and of the experiment, held against the feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

GOOD = {"type": "rating", "value": "good"}


def log(api: Api, project: Json, **fields: Any) -> str:
    log_id: str = api.ok("logs.log", {"project_id": project["id"], "output": "x", **fields})["id"]
    return log_id


def metrics(api: Api, log_id: str) -> Any:
    return api.ok("logs.get", id=log_id)["metric_values"]


def test_a_project_without_positive_labels_has_no_metrics(api: Api, project: Json) -> None:
    assert metrics(api, log(api, project, feedback=GOOD)) is None


def test_the_positive_labels_of_a_project_are_a_metric_of_its_logs(api: Api, project: Json) -> None:
    good, bad, silent = (log(api, project, feedback=each) for each in (GOOD, {**GOOD, "value": "bad"}, []))
    api.ok("projects.update", {"positive_labels": [GOOD]}, id=project["id"])
    (metric,) = metrics(api, good)
    assert metric["metric_id"].startswith("metric_")
    assert (metric["metric_name"], metric["metric_value"]) == ("Positive feedback", 1)
    assert metrics(api, bad) == [{**metric, "metric_value": 0}]
    assert metrics(api, silent) is None
    page = api.ok("logs.list", query={"project_id": project["id"]})["records"]
    assert [each["metric_values"] for each in page] == [metrics(api, each) for each in (silent, bad, good)]
    api.ok("projects.update", {"positive_labels": []}, id=project["id"])
    assert metrics(api, good) is None


def test_the_objective_of_an_experiment_is_a_metric_of_its_logs(api: Api, project: Json) -> None:
    config = api.ok("model_configs.register", {"project_id": project["id"], "model": "m"})["config"]
    body = {"name": "e", "positive_labels": [GOOD], "config_ids": [config["id"]]}
    experiment = api.ok("experiments.create", body, project_id=project["id"])
    trial_id = api.ok("experiments.sample", experiment_id=experiment["id"])["trial_id"]
    log_id = log(api, project, trial_id=trial_id)
    assert metrics(api, log_id) is None
    api.ok("feedback.feedback", {**GOOD, "data_id": log_id})
    wanted = {"metric_id": experiment["metric"]["id"], "metric_name": experiment["metric"]["name"], "metric_value": 1}
    assert metrics(api, log_id) == [wanted]
    api.ok("projects.update", {"positive_labels": [{"type": "action", "value": "copy"}]}, id=project["id"])
    assert [each["metric_value"] for each in metrics(api, log_id)] == [0, 1]
