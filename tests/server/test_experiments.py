"""Experiments: made, changed, drawn from, deployed and judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

USER = {"role": "user", "content": "Hello"}
GOOD = {"type": "rating", "value": "good"}


def register(api: Api, project: Json, says: str, **fields: Any) -> str:
    body = {"project_id": project["id"], "model": "m", "provider": "mock", "other": {"mock_output": says}, **fields}
    config_id: str = api.ok("model_configs.register", body)["config"]["id"]
    return config_id


@pytest.fixture
def config_ids(api: Api, project: Json) -> list[str]:
    return [register(api, project, says) for says in ("one", "two")]


@pytest.fixture
def experiment(api: Api, project: Json, config_ids: list[str]) -> Json:
    body = {"name": "first", "positive_labels": [GOOD], "config_ids": config_ids}
    answer: Json = api.ok("experiments.create", body, project_id=project["id"])
    return answer


def members(api: Api, project: Json) -> dict[str, Json]:
    found = api.ok("experiments.list", project_id=project["id"])
    return {config["id"]: config for experiment in found for config in experiment["configs"] or []}


def rate(api: Api, log_id: str, value: str | None = "good", **rest: Any) -> None:
    given = {} if value is None else {"value": value}
    api.ok("feedback.feedback", {"type": "rating", "data_id": log_id, **given, **rest})


def test_a_new_experiment_is_whole(api: Api, project: Json, experiment: Json, config_ids: list[str]) -> None:
    assert re.fullmatch(r"exp_[A-Za-z0-9]{21}", experiment["id"])
    assert (experiment["project_id"], experiment["name"]) == (project["id"], "first")
    assert (experiment["status"], experiment["positive_labels"]) == ("Initialized", [GOOD])
    assert [config["id"] for config in experiment["configs"]] == config_ids
    for config in experiment["configs"]:
        assert (config["active"], config["trials_count"], config["mean"], config["spread"]) == (True, 0, None, None)
        assert config["config"] == api.ok("model_configs.get", id=config["id"])
        assert config["display_name"] == config["config"]["name"]
    assert experiment["metric"]["id"].startswith("metric_")
    assert "rating good" in experiment["metric"]["description"]
    compile(experiment["metric"]["code"], "metric", "exec")
    assert api.ok("experiments.list", project_id=project["id"]) == [experiment]


def test_an_experiment_may_begin_empty(api: Api, project: Json) -> None:
    body = {"name": "empty", "positive_labels": []}
    experiment = api.ok("experiments.create", body, project_id=project["id"])
    assert experiment["configs"] is None
    assert "no active config" in api.fail(422, "experiments.sample", experiment_id=experiment["id"])["message"]


def test_what_cannot_be_created(api: Api, project: Json, experiment: Json) -> None:
    def fail(status: int, **fields: Any) -> Any:
        body = {"name": "x", "positive_labels": [], **fields}
        return api.fail(status, "experiments.create", body, project_id=project["id"])

    fail(409, name=experiment["name"])
    fail(422, name="")
    fail(422, positive_labels=[{"type": "rating"}])
    fail(404, config_ids=["config_unknown"])
    other = api.ok("projects.create", {"name": api.name()})
    fail(422, config_ids=[register(api, other, "three")])
    assert len(api.ok("experiments.list", project_id=project["id"])) == 1
    api.fail(404, "experiments.create", {"name": "x", "positive_labels": []}, project_id="pr_unknown")
    api.fail(404, "experiments.list", project_id="pr_unknown")


@pytest.mark.parametrize("key", ["experiments.update", "experiments.delete", "experiments.sample"])
def test_an_unknown_experiment_is_404(api: Api, key: str) -> None:
    api.fail(404, key, {} if key == "experiments.update" else None, experiment_id="exp_unknown")


def test_configs_join_leave_and_come_back(api: Api, project: Json, experiment: Json, config_ids: list[str]) -> None:
    third = register(api, project, "three")

    def update(**body: Any) -> dict[str, bool]:
        changed = api.ok("experiments.update", body, experiment_id=experiment["id"])
        return {config["id"]: config["active"] for config in changed["configs"]}

    assert update(config_ids_to_register=[third]) == dict.fromkeys([*config_ids, third], True)
    assert update(config_ids_to_deregister=[third, config_ids[0]])[third] is False
    drawn = {api.ok("experiments.sample", experiment_id=experiment["id"])["config"]["id"] for _ in range(10)}
    assert drawn == {config_ids[1]}
    assert update(config_ids_to_register=[third])[third] is True
    api.fail(404, "experiments.update", {"config_ids_to_register": ["config_x"]}, experiment_id=experiment["id"])
    api.fail(422, "experiments.update", {"config_ids_to_deregister": ["config_x"]}, experiment_id=experiment["id"])


def test_an_experiment_can_be_renamed(api: Api, project: Json, experiment: Json) -> None:
    api.ok("experiments.create", {"name": "second", "positive_labels": []}, project_id=project["id"])
    api.fail(409, "experiments.update", {"name": "second"}, experiment_id=experiment["id"])
    api.ok("experiments.update", {"name": "first"}, experiment_id=experiment["id"])
    changed = api.ok("experiments.update", {"name": "third"}, experiment_id=experiment["id"])
    assert changed["name"] == "third"
    assert changed["updated_at"] > experiment["updated_at"]


def test_a_registered_config_can_join_by_name(api: Api, project: Json, experiment: Json) -> None:
    body = {"project_id": project["id"], "model": "new", "experiment": experiment["name"]}
    answer = api.ok("model_configs.register", body)
    assert answer["experiment_id"] == experiment["id"]
    assert members(api, project)[answer["config"]["id"]]["active"]
    detail = api.fail(404, "model_configs.register", {**body, "experiment": "none"})
    assert "'none'" in detail["message"]


def test_a_draw_begins_a_trial(api: Api, project: Json, experiment: Json, config_ids: list[str]) -> None:
    sample = api.ok("experiments.sample", experiment_id=experiment["id"])
    assert re.fullmatch(r"trial_[A-Za-z0-9]{21}", sample["trial_id"])
    assert sample["config"]["id"] in config_ids
    assert (sample["project_id"], sample["experiment_id"]) == (project["id"], experiment["id"])
    assert sample["environment_id"] is None
    assert api.ok("experiments.list", project_id=project["id"])[0]["status"] == "In progress"


def test_a_log_of_a_trial_has_its_config(api: Api, project: Json, experiment: Json) -> None:
    sample = api.ok("experiments.sample", experiment_id=experiment["id"])
    body = {"project_id": project["id"], "output": "x", "trial_id": sample["trial_id"]}
    for each in (body, {**body, "config_id": sample["config"]["id"]}, {**body, "config": {"model": "other"}}):
        log = api.ok("logs.get", id=api.ok("logs.log", each)["id"])
        assert (log["config_id"], log["trial_id"]) == (sample["config"]["id"], sample["trial_id"])
    api.fail(404, "logs.log", {**body, "trial_id": "trial_unknown"})
    api.fail(422, "logs.log", {**body, "config_id": register(api, project, "three")})
    other = api.ok("projects.create", {"name": api.name()})
    api.fail(422, "logs.log", {**body, "project_id": other["id"]})


def test_feedback_judges_the_logs_of_a_config(api: Api, project: Json, experiment: Json) -> None:
    sample = api.ok("experiments.sample", experiment_id=experiment["id"])
    log = {"project_id": project["id"], "output": "x", "trial_id": sample["trial_id"]}
    first, second = api.ok("logs.log", log)["id"], api.ok("logs.log", {**log, "feedback": GOOD})["id"]

    def known() -> tuple[int, float | None]:
        config = members(api, project)[sample["config"]["id"]]
        return config["trials_count"], config["mean"]

    assert known() == (1, pytest.approx(2 / 3))
    rate(api, first, "bad")
    assert known() == (2, pytest.approx(2 / 4))
    rate(api, first, "good", user="bob")
    assert known() == (2, pytest.approx(3 / 4))
    rate(api, first, None, user="bob", unset=True)
    assert known() == (2, pytest.approx(2 / 4))
    rate(api, first, None, unset=True)
    assert known() == (1, pytest.approx(2 / 3))
    api.ok("logs.delete", query={"id": [first, second]})
    assert known() == (0, None)


def test_other_labels_judge_again(api: Api, project: Json, experiment: Json) -> None:
    sample = api.ok("experiments.sample", experiment_id=experiment["id"])
    log = {"project_id": project["id"], "output": "x", "trial_id": sample["trial_id"]}
    api.ok("logs.log", log)
    for feedback in (GOOD, {"type": "action", "value": ["copy", "share"]}, {"type": "comment", "value": "ok"}):
        api.ok("logs.log", {**log, "feedback": feedback})
    means = []
    for labels in ([GOOD, {"type": "action", "value": "copy"}], [], [{"type": "action", "value": "share"}]):
        changed = api.ok("experiments.update", {"positive_labels": labels}, experiment_id=experiment["id"])
        assert changed["positive_labels"] == labels
        (config,) = [each for each in changed["configs"] if each["id"] == sample["config"]["id"]]
        assert config["trials_count"] == 3
        means.append(config["mean"])
    assert means == [pytest.approx(3 / 5), pytest.approx(1 / 5), pytest.approx(2 / 5)]


def test_a_deleted_experiment_leaves_its_logs(api: Api, project: Json, experiment: Json) -> None:
    sample = api.ok("experiments.sample", experiment_id=experiment["id"])
    body = {"project_id": project["id"], "output": "x", "trial_id": sample["trial_id"]}
    log_id = api.ok("logs.log", body)["id"]
    api.ok("projects.update", {"active_experiment_id": experiment["id"]}, id=project["id"])
    api.ok("experiments.delete", experiment_id=experiment["id"])
    assert api.ok("experiments.list", project_id=project["id"]) == []
    assert api.ok("projects.get", id=project["id"])["active_experiment"] is None
    api.fail(404, "experiments.delete", experiment_id=experiment["id"])
    api.fail(404, "projects.get_active_config", id=project["id"])
    rate(api, log_id)
    assert api.ok("logs.get", id=log_id)["trial_id"] == sample["trial_id"]
    # Work that was begun before is not lost, and the name is free again.
    api.ok("logs.log", body)
    api.ok("experiments.create", {"name": experiment["name"], "positive_labels": []}, project_id=project["id"])


def test_an_experiment_is_deployed_like_a_config(api: Api, project: Json, experiment: Json) -> None:
    body = {"experiment_id": experiment["id"], "environments": [{"id": "", "name": "staging"}]}
    (answer,) = api.ok("projects.deploy_config", body, project_id=project["id"])
    assert (answer["experiment_id"], answer["experiment_name"]) == (experiment["id"], "first")
    assert answer["model_config_id"] is None
    query = {"environment": "staging"}
    active = api.ok("projects.get_active_config", id=project["id"], query=query)
    assert (active["experiment_id"], active["environment_id"]) == (experiment["id"], answer["environment_id"])
    assert active["trial_id"].startswith("trial_")
    api.ok("projects.deactivate_config", id=project["id"], query=query)
    assert api.ok("projects.get_active_config", id=project["id"], query=query)["trial_id"] != active["trial_id"]
    api.ok("projects.deactivate_experiment", id=project["id"], query=query)
    api.fail(404, "projects.get_active_config", id=project["id"], query=query)


def test_set_active_deploys_to_the_default_environment(api: Api, project: Json, config_ids: list[str]) -> None:
    body = {"name": "e", "positive_labels": [GOOD], "config_ids": config_ids, "set_active": True}
    experiment = api.ok("experiments.create", body, project_id=project["id"])
    found = api.ok("projects.get", id=project["id"])
    assert found["active_experiment"] == experiment
    assert found["active_config"] is None
    assert api.ok("projects.list", query={"filter": project["name"]})["records"] == [found]


@pytest.mark.parametrize("key", ["chats.create_experiment", "completions.create_experiment"])
def test_each_sample_has_a_config_of_its_own(api: Api, experiment: Json, config_ids: list[str], key: str) -> None:
    body: Json = {"experiment_id": experiment["id"], "num_samples": 12, "session_reference_id": api.name()}
    if key.startswith("chats"):
        body["messages"] = [USER]
    answer = api.ok(key, body)
    assert [sample["index"] for sample in answer["data"]] == list(range(12))
    assert {sample["model_config_id"] for sample in answer["data"]} == set(config_ids)
    assert (answer["num_samples"], len(answer["provider_responses"])) == (12, 2)
    logs = [api.ok("logs.get", id=sample["id"]) for sample in answer["data"]]
    assert len({log["trial_id"] for log in logs}) == 12
    assert {log["session_id"] for log in logs} == {answer["session_id"]}
    for log, sample in zip(logs, answer["data"], strict=True):
        assert log["config_id"] == sample["model_config_id"]
        assert log["output"] == sample["output"]
        assert log["output"].startswith({config_ids[0]: "one", config_ids[1]: "two"}[log["config_id"]])
    tokens = sum(log["output_tokens"] for log in logs)
    assert answer["usage"]["generation_tokens"] == tokens


def test_an_experiment_can_be_streamed(api: Api, experiment: Json, config_ids: list[str]) -> None:
    events = api.stream(
        "chats.create_experiment", {"experiment_id": experiment["id"], "messages": [USER], "num_samples": 8}
    )
    said: dict[int, str] = {}
    ended: dict[int, str] = {}
    for event in events:
        (piece,) = event["data"]
        said[piece["index"]] = said.get(piece["index"], "") + piece["output"]
        if piece["finish_reason"]:
            ended[piece["index"]] = piece["id"]
            assert piece["model_config_id"] in config_ids
    assert sorted(ended) == list(range(8))
    for index, log_id in ended.items():
        log = api.ok("logs.get", id=log_id)
        assert log["output"] == said[index]
        assert log["trial_id"]


def test_calls_by_experiment_that_cannot_be_answered(api: Api, project: Json, experiment: Json) -> None:
    def fail(status: int, **fields: Any) -> Any:
        return api.fail(status, "completions.create_experiment", {"experiment_id": experiment["id"], **fields})

    fail(404, experiment_id="exp_unknown")
    fail(404, project=api.name())
    other = api.ok("projects.create", {"name": api.name()})
    fail(422, project=other["name"])
    fail(422, num_samples=0)
    fail(422, num_samples=10**9)
    fail(404, session_id="sesh_unknown")
    named = {"experiment_id": experiment["id"], "project_id": project["id"], "project": project["name"]}
    assert api.ok("completions.create_experiment", named)["project_id"] == project["id"]


def test_a_provider_that_fails_is_one_of_several_logs(api: Api, project: Json) -> None:
    broken = register(api, project, "x", other={"mock_error": {"message": "no", "code": 429}})
    working = register(api, project, "fine")
    body = {"name": "e", "positive_labels": [], "config_ids": [broken, working]}
    experiment = api.ok("experiments.create", body, project_id=project["id"])
    call = {"experiment_id": experiment["id"], "num_samples": 20}
    assert api.fail(429, "completions.create_experiment", call)["origin"] == "Mock"
    logs = api.ok("logs.list", query={"project_id": project["id"]})["records"]
    assert {(log["config_id"], log["error"], bool(log["trial_id"])) for log in logs} == {
        (broken, "no", True),
        (working, None, True),
    }
    assert sum(log["error"] is not None for log in logs) == 1


def test_a_template_that_cannot_be_filled_begins_no_trial(api: Api, project: Json) -> None:
    config_id = register(api, project, "x", prompt_template="{{missing}}")
    body = {"name": "e", "positive_labels": [], "config_ids": [config_id]}
    experiment = api.ok("experiments.create", body, project_id=project["id"])
    assert "missing" in api.fail(422, "completions.create_experiment", {"experiment_id": experiment["id"]})["message"]
    assert api.ok("experiments.list", project_id=project["id"])[0]["status"] == "Initialized"
