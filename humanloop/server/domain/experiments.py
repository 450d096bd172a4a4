"""Experiments: several configs of a project, compared by the feedback on their logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit, configs, organisation, projects, trials
from humanloop.server.domain.deployments import deploy
from humanloop.server.domain.experiment_answers import experiment_answers
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.names import check_name
from humanloop.server.domain.project_configs import project_config_answer
from humanloop.server.domain.times import now
from humanloop.server.errors import ConflictError, NotFoundError, UnprocessableError
from humanloop.server.json_values import as_array
from humanloop.server.store import deployments as deployment_rows
from humanloop.server.store import experiments as rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller
    from humanloop.server.domain.sampling import Sampler
    from humanloop.server.store.rows import Row


def create_experiment(connection: Connection, project_id: str, body: Mapping[str, Any], by: Caller) -> dict[str, Any]:
    """Make an experiment; answers it.

    Raises:
        NotFoundError: The project or a config does not exist.
        ConflictError: The project has an experiment of this name.
        UnprocessableError: A config belongs to another project.
        InvalidRequestError: The name is empty.
    """
    project = projects.find_project(connection, project_id)
    _check_name(connection, project_id, body["name"])
    members = _own_configs(connection, project, body.get("config_ids"))
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("exp"),
        "project_id": project_id,
        "name": body["name"],
        "status": trials.INITIALIZED,
        "positive_labels": _labels(body["positive_labels"]),
        "metric_id": new_id("metric"),
        "created_at": moment,
        "updated_at": moment,
        "deleted_at": None,
    }
    rows.insert_experiment(connection, row)
    add_members(connection, row, members)
    if body.get("set_active"):
        deploy(connection, project_id, [organisation.environment(connection)], experiment_id=row["id"], by=by)
    return _answer(connection, row["id"])


def update_experiment(connection: Connection, experiment_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change an experiment, or which configs take part; answers it.

    Raises:
        NotFoundError: The experiment or a config does not exist.
        ConflictError: Another experiment of the project has this name.
        UnprocessableError: A config belongs to another project, or is to leave where it does not take part.
        InvalidRequestError: The name is empty.
    """
    experiment = find_experiment(connection, experiment_id)
    project = projects.find_project(connection, experiment["project_id"])
    changes: dict[str, Any] = {"updated_at": now()}
    if body.get("name") not in (None, experiment["name"]):
        _check_name(connection, project["id"], body["name"])
        changes["name"] = body["name"]
    if body.get("positive_labels") is not None:
        changes["positive_labels"] = _labels(body["positive_labels"])
        trials.judge_all(connection, experiment_id, changes["positive_labels"])
    add_members(connection, experiment, _own_configs(connection, project, body.get("config_ids_to_register")))
    for config_id in as_array(body.get("config_ids_to_deregister")):
        if not rows.update_member(connection, experiment_id, config_id, active=False, updated_at=now()):
            raise UnprocessableError(f"The config {config_id!r} does not take part in {experiment_id}.")
    update(connection, schema.experiments, experiment_id, **changes)
    return _answer(connection, experiment_id)


def delete_experiment(connection: Connection, experiment_id: str, by: Caller) -> None:
    """Hide an experiment, and clear the environments to which it is deployed; its configs and logs stay.

    Raises:
        NotFoundError: There is none of this id.
    """
    experiment = find_experiment(connection, experiment_id)
    deployment_rows.delete_deployments_of_experiment(connection, experiment_id)
    moment = now()
    update(connection, schema.experiments, experiment_id, deleted_at=moment, updated_at=moment)
    audit.record(connection, by.name, "experiment.delete", experiment_id, {"name": experiment["name"], "rows": 1})


def list_experiments(connection: Connection, project_id: str) -> list[dict[str, Any]]:
    """Answer the experiments of a project, newest first.

    Raises:
        NotFoundError: There is no such project.
    """
    projects.find_project(connection, project_id)
    return experiment_answers(connection, rows.experiments_of_project(connection, project_id))


def sample(connection: Connection, experiment_id: str, sampler: Sampler) -> dict[str, Any]:
    """Draw a config and begin a trial of it; answers the config in its project, with the trial.

    Raises:
        NotFoundError: There is no such experiment.
        UnprocessableError: None of its configs is active.
    """
    experiment = find_experiment(connection, experiment_id)
    project = projects.find_project(connection, experiment["project_id"])
    member = sampler.draw(active_members(connection, experiment))
    config = configs.find_config(connection, member["config_id"])
    trial_id = trials.new_trial_id()
    trials.start_trials(connection, experiment_id, config["id"], [trial_id])
    answer = project_config_answer(connection, config, project, experiment_id)
    return answer | {"trial_id": trial_id, "environment_id": None}


def find_experiment(connection: Connection, experiment_id: str) -> Row:
    """Find an experiment by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_experiment(connection, experiment_id)
    if row is None:
        raise NotFoundError.of("experiment", experiment_id)
    return row


def find_by_name(connection: Connection, project: Row, name: str) -> Row:
    """Find an experiment of a project by name.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_experiment_by_name(connection, project["id"], name)
    if row is None:
        raise NotFoundError(f"There is no experiment {name!r} in the project {project['name']!r}.")
    return row


def active_members(connection: Connection, experiment: Row) -> list[Row]:
    """List the configs that an experiment can draw.

    Raises:
        UnprocessableError: There are none.
    """
    found = [member for member in rows.members_of(connection, [experiment["id"]]) if member["active"]]
    if not found:
        raise UnprocessableError(f"The experiment {experiment['name']!r} has no active config to draw.")
    return found


def add_members(connection: Connection, experiment: Row, members: Iterable[Row]) -> None:
    """Let configs take part in an experiment; those that have left come back with their results."""
    moment = now()
    for config in members:
        values: dict[str, Any] = {"active": True, "updated_at": moment}
        if not rows.update_member(connection, experiment["id"], config["id"], **values):
            new = {"experiment_id": experiment["id"], "config_id": config["id"], "created_at": moment}
            rows.insert_member(connection, {**new, **values, "judged_count": 0, "success_count": 0})


def _answer(connection: Connection, experiment_id: str) -> dict[str, Any]:
    return experiment_answers(connection, [find_experiment(connection, experiment_id)])[0]


def _own_configs(connection: Connection, project: Row, config_ids: Sequence[str] | None) -> list[Row]:
    return [configs.own_config(connection, project, config_id) for config_id in dict.fromkeys(config_ids or [])]


def _check_name(connection: Connection, project_id: str, name: str) -> None:
    check_name(name)
    if rows.find_experiment_by_name(connection, project_id, name) is not None:
        raise ConflictError(f"The project has an experiment {name!r} already.")


def _labels(given: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"type": label["type"], "value": label["value"]} for label in given]
