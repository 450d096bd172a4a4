"""Which project and which model configs a generation uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import activation, configs, experiments, organisation, projects
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.links import check_links
from humanloop.server.errors import NotFoundError, UnprocessableError
from humanloop.server.generation.prompt import sample_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.sampling import Sampler
    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class Plan:
    """What a generation uses.

    Args:
        project_id: Where its logs go; None keeps none.
        config_id: The model config.
        content: Content of that.
        environment: Name of the environment whose deployment was called.
        experiment_id: The experiment that has drawn the config.
        indexes: Places of its samples in the answer; empty for all of them.
    """

    project_id: str | None
    config_id: str
    content: Mapping[str, Any]
    environment: str | None = None
    experiment_id: str | None = None
    indexes: Sequence[int] = ()


def plan_inline(
    connection: Connection, body: Mapping[str, Any], content: Mapping[str, Any], given: Mapping[str, Any]
) -> Plan:
    """Use a model config that came with the request; it is registered in the project, which is made if it is new.

    Args:
        connection: The database.
        body: The request. If it names no project, nothing is stored.
        content: Content of the config.
        given: The config as it came, with its name and description.

    Raises:
        NotFoundError: The project, the session or the parent does not exist.
        UnprocessableError: The request contradicts itself.
    """
    check_links(connection, body)
    if not projects.names_project(body):
        return Plan(None, new_id("config"), content)
    project = projects.ensure_project(connection, body)
    config = configs.ensure_config(connection, project, "model", content, given.get("name"), given.get("description"))
    return Plan(project["id"], config["id"], config["content"])


def plan_by_config(connection: Connection, body: Mapping[str, Any]) -> Plan:
    """Use a registered model config, in the project that the request names, or else in its own.

    Raises:
        NotFoundError: The config, the project, the session or the parent does not exist.
        UnprocessableError: It is no model config, or the request contradicts itself.
    """
    check_links(connection, body)
    config = configs.find_model_config(connection, body["model_config_id"])
    if projects.names_project(body):
        project = projects.ensure_project(connection, body)
        config = configs.config_in_project(connection, config, project)
    return Plan(config["project_id"], config["id"], config["content"])


def plan_deployed(connection: Connection, body: Mapping[str, Any], sampler: Sampler) -> list[Plan]:
    """Use what is deployed to an environment of a project; an experiment may use several configs.

    Raises:
        NotFoundError: The project, the environment, the session or the parent does not exist, or nothing is deployed.
        UnprocessableError: It is no model config, the experiment has no active config, or the request contradicts
            itself.
    """
    check_links(connection, body)
    project = _existing_project(connection, body)
    environment = organisation.environment(connection, body.get("environment"))
    deployment = activation.find_deployment(connection, project, environment)
    if deployment["experiment_id"] is not None:
        experiment = experiments.find_experiment(connection, deployment["experiment_id"])
        return _draw(connection, experiment, sampler, sample_count(body), environment["name"])
    config = configs.find_model_config(connection, deployment["config_id"])
    return [Plan(project["id"], config["id"], config["content"], environment["name"])]


def plan_experiment(connection: Connection, body: Mapping[str, Any], sampler: Sampler) -> list[Plan]:
    """Use configs that an experiment draws, one for each sample.

    Raises:
        NotFoundError: The experiment, the project, the session or the parent does not exist.
        UnprocessableError: A config is no model config, none is active, or the request names another project or
            contradicts itself.
    """
    check_links(connection, body)
    experiment = experiments.find_experiment(connection, body["experiment_id"])
    if projects.names_project(body):
        project = _existing_project(connection, body)
        if project["id"] != experiment["project_id"]:
            raise UnprocessableError(
                f"The experiment {experiment['id']} belongs to the project {experiment['project_id']}, "
                f"not to {project['id']}."
            )
    return _draw(connection, experiment, sampler, sample_count(body))


def _draw(
    connection: Connection, experiment: Row, sampler: Sampler, samples: int, environment: str | None = None
) -> list[Plan]:
    """Draw a config for each sample; those that get the same one are asked for together."""
    members = experiments.active_members(connection, experiment)
    indexes: dict[str, list[int]] = {}
    for index in range(samples):
        indexes.setdefault(sampler.draw(members)["config_id"], []).append(index)
    found = {config_id: configs.find_model_config(connection, config_id) for config_id in indexes}
    return [
        Plan(
            experiment["project_id"], config_id, found[config_id]["content"], environment, experiment["id"], tuple(mine)
        )
        for config_id, mine in indexes.items()
    ]


def _existing_project(connection: Connection, body: Mapping[str, Any]) -> Row:
    try:
        project = projects.find_named_project(connection, body)
    except NotFoundError as error:
        raise NotFoundError(f"The prompt is not here: {error} {activation.HOW_PROMPTS_COME}") from None
    if project is not None:
        return project
    if not body.get("project"):
        raise UnprocessableError("Say which project: `project` (its name) or `project_id`.")
    raise NotFoundError(
        f"The prompt is not here: there is no project {body['project']!r}, and this call makes none. "
        f"{activation.HOW_PROMPTS_COME}"
    )
