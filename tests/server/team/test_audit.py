"""What stands in the audit list of what the API and the pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.app import service_of
from humanloop.server.domain.audit import entries
from tests.server.team.conftest import make_key

if TYPE_CHECKING:
    from tests.server.conftest import Api

CONFIG = {"model": "m", "provider": "mock"}


def last(api: Api, count: int) -> list[tuple[str, str, Any]]:
    writer = service_of(api.server.app).store.writer
    found = writer.submit(lambda connection: entries(connection, limit=count)).result()
    return [(each["who"], each["action"], each["detail"]) for each in found]


def test_each_deletion_and_deployment_stands_in_it(team: Api) -> None:
    key = make_key(team.server, "deleter")
    name = team.name()

    def ok(operation: str, body: Any = None, **rest: Any) -> Any:
        return team.ok(operation, body, headers={"X-API-KEY": key}, **rest)

    project_id = ok("projects.create", {"name": name})["id"]
    log_ids = [ok("logs.log", {"project_id": project_id, "output": "secret"})["id"] for _ in range(3)]
    ok("logs.delete", query={"id": [*log_ids[:2], "data_unknown"]})
    assert last(team, 1) == [("deleter", "log.delete", {"rows": 2})]

    dataset = ok("datasets.create", {"name": "d", "description": "d"}, project_id=project_id)["id"]
    points = ok("datasets.create_datapoint", [{"inputs": {"a": "1"}}, {"inputs": {"a": "2"}}], dataset_id=dataset)
    ok("datapoints.delete", [points[0]["id"]])
    assert last(team, 1) == [("deleter", "dataset.delete", {"part": "datapoints", "rows": 1})]
    ok("datasets.delete", id=dataset)
    assert last(team, 1) == [("deleter", "dataset.delete", {"name": "d", "rows": 1})]

    code = {"type": "python", "name": "e", "description": "", "arguments_type": "target_free", "return_type": "boolean"}
    evaluator = ok("evaluators.create", {**code, "code": "def e(log): return True"})["id"]
    ok("evaluators.delete", id=evaluator)
    assert last(team, 1) == [("deleter", "evaluator.delete", {"name": "e", "rows": 1})]

    config = ok("model_configs.register", {"project_id": project_id, **CONFIG})["config"]["id"]
    # A project's first config is deployed by itself.
    assert last(team, 1) == [("server", "config.deploy", {"environment": "production", "config_id": config})]
    ok("model_configs.register", {"project_id": project_id, **CONFIG, "temperature": 0.5})
    assert last(team, 2)[0][1] == "config.deploy", "no other is"
    assert last(team, 2)[1][1] == "evaluator.delete"
    (environment,) = ok("projects.list_deployed_configs", id=project_id)
    ok("projects.deploy_config", {"config_id": config}, project_id=project_id)
    where = {"environment": "production"}
    assert last(team, 1) == [("deleter", "config.deploy", {**where, "config_id": config})]
    ok("projects.delete_deployed_config", project_id=project_id, environment_id=environment["environment_id"])
    assert last(team, 1) == [("deleter", "config.undeploy", where)]
    ok("projects.update", {"active_config_id": config}, id=project_id)
    ok("projects.deactivate_config", id=project_id)
    experiment = ok(
        "experiments.create", {"name": "x", "positive_labels": [], "set_active": True}, project_id=project_id
    )
    ok("projects.deactivate_experiment", id=project_id)
    ok("experiments.delete", experiment_id=experiment["id"])
    ok("projects.delete", id=project_id)
    assert [each[:2] for each in last(team, 6)] == [
        ("deleter", action)
        for action in (
            "project.delete",
            "experiment.delete",
            "config.undeploy",
            "config.deploy",
            "config.undeploy",
            "config.deploy",
        )
    ]
    assert last(team, 1)[0][2] == {"name": name, "rows": 1}
    assert "secret" not in str(last(team, 100))


def test_each_change_of_settings_stands_in_it(team: Api) -> None:
    key = {"X-API-KEY": make_key(team.server, "changer")}
    project_id = team.ok("projects.create", {"name": team.name()})["id"]
    name = team.name()
    team.ok("projects.update", {"name": name, "positive_labels": []}, id=project_id, headers=key)
    assert last(team, 1) == [("changer", "settings.change", {"fields": ["name", "positive_labels"]})]
    team.ok("projects.update", {"name": name}, id=project_id, headers=key)
    for operation, body in (
        ("create_feedback_type", {"type": "mood", "values": [{"value": "hidden word"}]}),
        ("update_feedback_types", [{"type": "mood", "values": [{"value": "another"}]}]),
    ):
        team.ok(f"projects.{operation}", body, id=project_id, headers=key)
    feedback = ("changer", "settings.change", {"fields": ["feedback_types"]})
    assert last(team, 2) == [feedback, feedback]
    assert last(team, 3)[2][2] == {"fields": ["name", "positive_labels"]}, "what is as it was is no change"
    assert "hidden word" not in str(last(team, 10))


def test_what_is_refused_does_not(team: Api) -> None:
    before = last(team, 1)
    for operation, path in (
        ("projects.delete", {"id": "pr_unknown"}),
        ("datasets.delete", {"id": "evts_unknown"}),
        ("evaluators.delete", {"id": "ev_unknown"}),
        ("experiments.delete", {"experiment_id": "exp_unknown"}),
    ):
        team.fail(404, operation, **path)
    team.ok("logs.delete", query={"id": ["data_unknown"]})
    assert last(team, 1) == before
