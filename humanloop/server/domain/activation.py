"""Which config or experiment of a project answers in an environment: set, read and cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit, configs, deployments, experiments, organisation, projects
from humanloop.server.domain.project_answers import project_answer
from humanloop.server.domain.project_configs import project_config_answer
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError, UnprocessableError
from humanloop.server.json_values import as_array
from humanloop.server.store import deployments as rows
from humanloop.server.store import organisation as organisation_rows
from humanloop.server.store import schema
from humanloop.server.store.evaluators import is_monitored_name
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller
    from humanloop.server.domain.sampling import Sampler
    from humanloop.server.store.rows import Row

# What is deployed is looked for where nothing was put yet: on a fresh server, mostly.
HOW_PROMPTS_COME = (
    "A prompt comes by `model_configs.register`, which makes its project and deploys the first one; a further one by "
    "`projects.deploy_config`; what an export of another server holds, by the command `humanloop import`."
)


def update_project(connection: Connection, project_id: str, body: Mapping[str, Any], by: Caller) -> dict[str, Any]:
    """Change a project, or what is active in its default environment; answers the project.

    Raises:
        NotFoundError: The project, the config or the experiment does not exist.
        ConflictError: The name is taken.
        UnprocessableError: Both a config and an experiment are given, or one of another project.
        InvalidRequestError: The name is empty.
    """
    project = projects.find_project(connection, project_id)
    changes = {key: body[key] for key in ("directory_id", "positive_labels") if body.get(key) is not None}
    if body.get("name") not in (None, project["name"]):
        projects.check_is_free(connection, body["name"])
        changes |= {"name": body["name"], "is_monitored": is_monitored_name(connection, body["name"])}
    config_id, experiment_id = body.get("active_config_id"), body.get("active_experiment_id")
    if config_id and experiment_id:
        raise UnprocessableError("Give at most one of `active_config_id` and `active_experiment_id`.")
    if config_id or experiment_id:
        _deploy(connection, project, [organisation.environment(connection)], config_id, experiment_id, by)
    if changes:
        update(connection, schema.projects, project_id, **changes, updated_at=now())
        fields = sorted(changes.keys() & body.keys())
        audit.record(connection, by.name, "settings.change", project_id, {"fields": fields})
    return project_answer(connection, projects.find_project(connection, project_id))


def deploy(connection: Connection, project_id: str, body: Mapping[str, Any], by: Caller) -> list[dict[str, Any]]:
    """Deploy a config or an experiment to environments; answers those environments.

    Args:
        connection: The database.
        project_id: The project.
        body: The request.
        by: Who does it.

    Raises:
        NotFoundError: The project, the config, the experiment or an environment does not exist.
        UnprocessableError: Not one of the two is given, or one of another project.
    """
    project = projects.find_project(connection, project_id)
    config_id, experiment_id = body.get("config_id"), body.get("experiment_id")
    if bool(config_id) == bool(experiment_id):
        raise UnprocessableError("Give one of `config_id` and `experiment_id`.")
    environments = organisation.requested_environments(connection, as_array(body.get("environments")))
    _deploy(connection, project, environments, config_id, experiment_id, by)
    return deployments.deployment_answers(connection, project, environments)


def list_deployed(connection: Connection, project_id: str) -> list[dict[str, Any]]:
    """Answer all environments, with what a project has deployed to each.

    Raises:
        NotFoundError: There is no such project.
    """
    project = projects.find_project(connection, project_id)
    return deployments.deployment_answers(connection, project, organisation_rows.all_environments(connection))


def undeploy(connection: Connection, project_id: str, environment_id: str, by: Caller) -> None:
    """Clear an environment of a project.

    Raises:
        NotFoundError: The project or the environment does not exist.
    """
    projects.find_project(connection, project_id)
    deployments.clear(connection, project_id, organisation.environment_by_id(connection, environment_id), by)


def deactivate(
    connection: Connection, project_id: str, environment_name: str | None, kind: str, by: Caller
) -> dict[str, Any]:
    """Clear an environment of a project if what is deployed there is of this kind; answers the project.

    Args:
        connection: The database.
        project_id: The project.
        environment_name: Name of the environment; None is the default one.
        kind: `config_id` or `experiment_id`.
        by: Who does it.

    Raises:
        NotFoundError: The project or the environment does not exist.
    """
    projects.find_project(connection, project_id)
    environment = organisation.environment(connection, environment_name)
    deployments.clear(connection, project_id, environment, by, kind)
    return projects.get_project(connection, project_id)


def active_config(
    connection: Connection, project_id: str, environment_name: str | None, sampler: Sampler
) -> dict[str, Any]:
    """Answer the config that is deployed to an environment; of an experiment, one that is drawn, with its trial.

    Raises:
        NotFoundError: The project or the environment does not exist, or nothing is deployed there.
        UnprocessableError: The experiment has no active config.
    """
    project = projects.find_project(connection, project_id)
    environment = organisation.environment(connection, environment_name)
    deployment = find_deployment(connection, project, environment)
    if deployment["experiment_id"] is not None:
        answer = experiments.sample(connection, deployment["experiment_id"], sampler)
    else:
        config = configs.find_config(connection, deployment["config_id"])
        answer = {**project_config_answer(connection, config, project), "trial_id": None}
    # Callers that keep the answer look at this time to see whether anything has changed.
    changed = max(answer["updated_at"], deployment["updated_at"])
    return answer | {"environment_id": environment["id"], "updated_at": changed}


def find_deployment(connection: Connection, project: Row, environment: Row) -> Row:
    """Find what is deployed to an environment of a project.

    Raises:
        NotFoundError: Nothing is.
    """
    found = rows.find_deployment(connection, project["id"], environment["id"])
    if found is None:
        raise NotFoundError(
            f"The prompt is not here: nothing is deployed to environment {environment['name']!r} of project "
            f"{project['name']!r}. {HOW_PROMPTS_COME}"
        )
    return found


def _deploy(
    connection: Connection,
    project: Row,
    environments: Sequence[Row],
    config_id: str | None,
    experiment_id: str | None,
    by: Caller,
) -> None:
    """Deploy a config or an experiment, once it is known to belong to the project."""
    if config_id:
        configs.own_config(connection, project, config_id)
        deployments.deploy(connection, project["id"], environments, config_id=config_id, by=by)
        return
    experiment = experiments.find_experiment(connection, experiment_id or "")
    if experiment["project_id"] != project["id"]:
        raise UnprocessableError(
            f"The experiment {experiment_id} belongs to the project {experiment['project_id']}, not to {project['id']}."
        )
    deployments.deploy(connection, project["id"], environments, experiment_id=experiment_id, by=by)
