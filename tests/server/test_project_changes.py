"""Projects: update, delete, export, and the list of their configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


def register(api: Api, project: Json, **fields: Any) -> str:
    body = {"project_id": project["id"], "model": "small-1", **fields}
    config_id: str = api.ok("model_configs.register", body)["config"]["id"]
    return config_id


def log(api: Api, project: Json, **fields: Any) -> str:
    log_id: str = api.ok("logs.log", {"project_id": project["id"], **fields})["id"]
    return log_id


def test_only_what_is_given_changes(api: Api, project: Json) -> None:
    name = api.name()
    changed = api.ok("projects.update", {"name": name}, id=project["id"])
    assert changed == {**project, "name": name, "updated_at": changed["updated_at"]}
    moved = api.ok("projects.update", {"directory_id": "dir_1"}, id=project["id"])
    assert (moved["name"], moved["directory_id"]) == (name, "dir_1")
    labels = [{"type": "rating", "value": "good"}]
    assert api.ok("projects.update", {"positive_labels": labels}, id=project["id"])["name"] == name
    assert api.ok("projects.update", {}, id=project["id"]) == api.ok("projects.get", id=project["id"])


def test_a_project_may_be_given_its_own_name_but_not_that_of_another(api: Api, project: Json) -> None:
    other = api.ok("projects.create", {"name": api.name()})
    assert api.ok("projects.update", {"name": project["name"]}, id=project["id"])["name"] == project["name"]
    detail = api.fail(409, "projects.update", {"name": other["name"]}, id=project["id"])
    assert detail["type"] == "conflict_error"
    assert api.fail(422, "projects.update", {"name": " "}, id=project["id"])[0]["loc"] == ["body", "name"]


def test_the_active_config_can_be_set(api: Api, project: Json) -> None:
    register(api, project, prompt_template="a")
    second = register(api, project, prompt_template="b")
    changed = api.ok("projects.update", {"active_config_id": second}, id=project["id"])
    assert changed["active_config"]["config"]["id"] == second
    assert changed["active_experiment"] is None


def test_what_cannot_be_active(api: Api, project: Json) -> None:
    other = api.ok("projects.create", {"name": api.name()})
    foreign = register(api, other)
    update = {"active_config_id": foreign, "active_experiment_id": "exp_1"}
    assert "at most one" in api.fail(422, "projects.update", update, id=project["id"])["message"]
    assert other["id"] in api.fail(422, "projects.update", {"active_config_id": foreign}, id=project["id"])["message"]
    api.fail(404, "projects.update", {"active_config_id": "config_unknown"}, id=project["id"])
    api.fail(404, "projects.update", {"active_experiment_id": "exp_unknown"}, id=project["id"])
    api.fail(404, "projects.update", {"name": "x"}, id="pr_unknown")


def test_a_deleted_project_is_gone_with_all_that_it_held(api: Api, project: Json) -> None:
    config_id = register(api, project)
    log_id = log(api, project, config_id=config_id, session_reference_id=api.name())
    experiment = api.ok("experiments.create", {"name": "e", "positive_labels": []}, project_id=project["id"])
    api.ok("projects.delete", id=project["id"])

    assert project["id"] not in {each["id"] for each in api.ok("projects.list", query={"size": 1000})["records"]}
    for key in ("get", "delete", "list_configs", "get_active_config", "list_deployed_configs", "export"):
        api.fail(404, f"projects.{key}", id=project["id"])
    api.fail(404, "logs.get", id=log_id)
    api.fail(404, "logs.list", query={"project_id": project["id"]})
    api.fail(404, "feedback.feedback", {"type": "rating", "value": "good", "data_id": log_id})
    api.fail(404, "model_configs.get", id=config_id)
    api.fail(404, "experiments.sample", experiment_id=experiment["id"])

    again = api.ok("projects.create", {"name": project["name"]})
    assert again["id"] != project["id"]
    assert register(api, again) != config_id


def test_configs_are_listed_newest_first_with_their_logs(api: Api, project: Json) -> None:
    assert api.ok("projects.list_configs", id=project["id"]) == []
    first, second = register(api, project, prompt_template="a"), register(api, project, prompt_template="b")
    log(api, project, config_id=first, output="x")
    log(api, project, output="without a config")
    found = api.ok("projects.list_configs", id=project["id"])
    assert [each["config"]["type"] for each in found] == ["generic", "model", "model"]
    assert [each["config"]["id"] for each in found[1:]] == [second, first]
    assert [each["num_datapoints"] for each in found] == [1, 0, 1]
    assert found[2]["last_used"] > found[2]["created_at"]
    assert found[0]["evaluation_aggregates"] is None


def test_aggregates_of_evaluations_come_on_request(api: Api, project: Json) -> None:
    register(api, project)
    (found,) = api.ok("projects.list_configs", id=project["id"], query={"evaluation_aggregates": True})
    assert found["evaluation_aggregates"] == []


def test_exports_are_pages_of_whole_logs_newest_first(api: Api, project: Json) -> None:
    assert api.ok("projects.export", id=project["id"])["records"] == []
    ids = [log(api, project, output=str(number)) for number in range(12)]
    api.ok("logs.delete", query={"id": [ids[3]]})
    first = api.ok("projects.export", id=project["id"])
    assert (first["page"], first["size"], first["total"]) == (0, 10, 11)
    assert [each["id"] for each in first["records"]] == [*reversed(ids[4:]), ids[2], ids[1]]
    assert first["records"][0] == api.ok("logs.get", id=ids[-1])
    last = api.ok("projects.export", id=project["id"], query={"page": 5, "size": 2})
    assert [each["id"] for each in last["records"]] == [ids[0]]


@pytest.mark.parametrize("query", [{"page": -1}, {"size": 0}, {"size": 1001}])
def test_there_is_no_such_page(api: Api, project: Json, query: Json) -> None:
    api.fail(422, "projects.export", id=project["id"], query=query)
