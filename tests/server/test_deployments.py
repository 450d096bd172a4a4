"""Environments, what is deployed to them, and the config that is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

USER = {"role": "user", "content": "Hello"}


@pytest.fixture
def config_ids(api: Api, project: Json) -> list[str]:
    """Two configs of the project; the first one is active."""
    return [
        api.ok(
            "model_configs.register",
            {"project_id": project["id"], "model": "m", "provider": "mock", "endpoint": "chat", "other": other},
        )["config"]["id"]
        for other in ({"mock_output": "one"}, {"mock_output": "two"})
    ]


def deployed(api: Api, project: Json) -> dict[str, Json]:
    found = api.ok("projects.list_deployed_configs", id=project["id"])
    return {each["environment_name"]: each for each in found}


def deploy(api: Api, project: Json, **body: Any) -> list[Json]:
    answer: list[Json] = api.ok("projects.deploy_config", body, project_id=project["id"])
    return answer


def test_all_environments_are_listed_the_default_first(api: Api, project: Json) -> None:
    found = api.ok("projects.list_deployed_configs", id=project["id"])
    assert [(each["environment_name"], each["environment_tag"]) for each in found] == [
        ("production", "default"),
        ("staging", "other"),
    ]
    assert all(each["environment_id"].startswith("env_") for each in found)
    assert all(each["model_config_id"] is None and each["experiment_id"] is None for each in found)


def test_a_config_is_deployed_to_the_environments_that_are_named(
    api: Api, project: Json, config_ids: list[str]
) -> None:
    ids = {name: each["environment_id"] for name, each in deployed(api, project).items()}
    answer = deploy(api, project, config_id=config_ids[1], environments=[{"id": ids["staging"]}])
    assert answer == [deployed(api, project)["staging"]]
    assert answer[0]["model_config_id"] == config_ids[1]
    assert answer[0]["model_config_name"]
    assert deployed(api, project)["production"]["model_config_id"] == config_ids[0]

    both = deploy(api, project, config_id=config_ids[0], environments=[{"id": each} for each in ids.values()])
    assert {each["model_config_id"] for each in both} == {config_ids[0]}


def test_no_environment_means_the_default_one(api: Api, project: Json, config_ids: list[str]) -> None:
    (answer,) = deploy(api, project, config_id=config_ids[1])
    assert (answer["environment_name"], answer["model_config_id"]) == ("production", config_ids[1])
    (answer,) = deploy(api, project, config_id=config_ids[0], environments=[])
    assert answer["environment_name"] == "production"


def test_a_name_may_stand_for_an_id(api: Api, project: Json, config_ids: list[str]) -> None:
    (answer,) = deploy(api, project, config_id=config_ids[1], environments=[{"id": "", "name": "staging"}])
    assert answer["environment_name"] == "staging"


def test_what_cannot_be_deployed(api: Api, project: Json, config_ids: list[str]) -> None:
    def fail(status: int, **body: Any) -> Any:
        return api.fail(status, "projects.deploy_config", body, project_id=project["id"])

    fail(422)
    fail(422, config_id=config_ids[0], experiment_id="exp_1")
    fail(404, config_id="config_unknown")
    fail(404, experiment_id="exp_unknown")
    fail(404, config_id=config_ids[0], environments=[{"id": "env_unknown"}])
    fail(404, config_id=config_ids[0], environments=[{"id": "env_unknown", "name": "nowhere"}])
    assert fail(422, config_id=config_ids[0], environments=[{"name": "staging"}])[0]["loc"][-1] == "id"
    api.fail(404, "projects.deploy_config", {"config_id": config_ids[0]}, project_id="pr_unknown")

    other = api.ok("projects.create", {"name": api.name()})
    experiment = api.ok("experiments.create", {"name": "e", "positive_labels": []}, project_id=other["id"])
    assert other["id"] in fail(422, experiment_id=experiment["id"])["message"]
    foreign = api.ok("model_configs.register", {"project_id": other["id"], "model": "m"})["config"]["id"]
    assert other["id"] in fail(422, config_id=foreign)["message"]


def test_a_deployment_can_be_removed_once_and_again(api: Api, project: Json, config_ids: list[str]) -> None:
    environment_id = deployed(api, project)["production"]["environment_id"]
    path = {"project_id": project["id"], "environment_id": environment_id}
    for _ in range(2):
        assert api.ok("projects.delete_deployed_config", **path) is None
        assert deployed(api, project)["production"]["model_config_id"] is None
    api.fail(404, "projects.delete_deployed_config", **path | {"environment_id": "env_unknown"})
    api.fail(404, "projects.delete_deployed_config", **path | {"project_id": "pr_unknown"})
    assert config_ids


def test_the_active_config_is_that_of_the_environment(api: Api, project: Json, config_ids: list[str]) -> None:
    active = api.ok("projects.get_active_config", id=project["id"])
    assert active["config"]["id"] == config_ids[0]
    assert active["environment_id"] == deployed(api, project)["production"]["environment_id"]
    assert (active["trial_id"], active["experiment_id"]) == (None, None)
    query = {"environment": "staging"}
    api.fail(404, "projects.get_active_config", id=project["id"], query=query)
    deploy(api, project, config_id=config_ids[1], environments=[{"id": "", "name": "staging"}])
    assert api.ok("projects.get_active_config", id=project["id"], query=query)["config"]["id"] == config_ids[1]


def test_the_time_of_the_active_config_moves_with_a_deployment(api: Api, project: Json, config_ids: list[str]) -> None:
    before = api.ok("projects.get_active_config", id=project["id"])
    assert api.ok("projects.get_active_config", id=project["id"]) == before
    deploy(api, project, config_id=config_ids[0])
    assert api.ok("projects.get_active_config", id=project["id"])["updated_at"] > before["updated_at"]


@pytest.mark.parametrize(
    "key", ["projects.get_active_config", "projects.deactivate_config", "projects.deactivate_experiment"]
)
def test_an_unknown_environment_or_project_is_404(api: Api, project: Json, key: str) -> None:
    detail = api.fail(404, key, id=project["id"], query={"environment": "nowhere"})
    assert "production, staging" in detail["message"]
    api.fail(404, key, id="pr_unknown")


def test_a_config_is_deactivated_where_one_is_active(api: Api, project: Json, config_ids: list[str]) -> None:
    query = {"environment": "staging"}
    untouched = api.ok("projects.deactivate_config", id=project["id"], query=query)
    assert untouched["active_config"]["config"]["id"] == config_ids[0]
    assert api.ok("projects.deactivate_experiment", id=project["id"])["active_config"] is not None
    for _ in range(2):
        assert api.ok("projects.deactivate_config", id=project["id"])["active_config"] is None
    api.fail(404, "projects.get_active_config", id=project["id"])


def test_a_deployed_call_uses_its_environment(api: Api, project: Json, config_ids: list[str]) -> None:
    deploy(api, project, config_id=config_ids[1], environments=[{"id": "", "name": "staging"}])
    body = {"project_id": project["id"], "messages": [USER]}
    for environment, said in (("staging", "two"), ("production", "one"), (None, "one")):
        answer = api.ok("chats.create_deployed", body | ({"environment": environment} if environment else {}))
        (sample,) = answer["data"]
        assert sample["output"] == said
        assert api.ok("logs.get", id=sample["id"])["environment"] == (environment or "production")


def test_a_deployed_call_that_cannot_be_answered_leaves_nothing(api: Api, project: Json) -> None:
    body = {"project_id": project["id"], "messages": [USER]}
    assert api.fail(404, "chats.create_deployed", body)["type"] == "not_found_error"
    api.fail(404, "chats.create_deployed", {**body, "environment": "nowhere"})
    api.fail(404, "completions.create_deployed", {"project": api.name()})
    api.fail(422, "completions.create_deployed", {})
    assert api.ok("projects.get", id=project["id"])["data_count"] == 0


def test_a_deployed_config_of_the_wrong_kind_is_422(api: Api, project: Json) -> None:
    tool = {"project_id": project["id"], "config": {"type": "tool", "name": "find"}}
    log_id = api.ok("logs.log", tool)["id"]
    deploy(api, project, config_id=api.ok("logs.get", id=log_id)["config_id"])
    api.fail(422, "chats.create_deployed", {"project_id": project["id"], "messages": [USER]})
    assert api.ok("projects.get_active_config", id=project["id"])["config"]["type"] == "tool"
