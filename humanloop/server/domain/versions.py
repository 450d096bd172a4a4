"""The versions of a project's prompts for people: numbered, with what was said of them, and where they are deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import deployments, projects
from humanloop.server.domain.aggregates import aggregates_of_configs
from humanloop.server.domain.config_answers import config_answer, config_name
from humanloop.server.domain.config_differences import difference, parameters_of
from humanloop.server.domain.feedback_counts import feedback_stats
from humanloop.server.errors import NotFoundError
from humanloop.server.store import configs as rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import experiments as experiment_rows
from humanloop.server.store import organisation as organisation_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_MOST_NAMED = 200


def list_versions(connection: Connection, project_id: str, offset: int, size: int) -> dict[str, Any]:
    """Answer the versions of a project, newest first, and its configs of other types.

    Raises:
        NotFoundError: There is no such project.
    """
    project = projects.find_project(connection, project_id)
    found = rows.configs_of_project(connection, project_id)
    numbers = numbers_of(found)
    versions = [row for row in found if row["type"] == "model"]
    shown = versions[offset : offset + size]
    ids = [row["id"] for row in shown]
    averages = aggregates_of_configs(connection, ids)
    stats = feedback_stats(connection, ids)
    evaluators = {item["evaluator_id"] for each in averages.values() for item in each}
    live = _live(deployments_of(connection, project))
    return {
        "versions": [
            {
                **_version(row, numbers),
                "averages": averages[row["id"]],
                "feedback": stats[row["id"]],
                "environments": live.get(row["id"], []),
                "changed": _changed(row, versions),
            }
            for row in shown
        ],
        "total": len(versions),
        "others": [_version(row, numbers) for row in found if row["type"] not in {"model", "generic"}][:size],
        "evaluators": evaluator_rows.names_by_id(connection, evaluators),
        "booleans": evaluator_rows.of_booleans(connection, evaluators),
        "choices": [(row["id"], f"v{numbers[row['id']]} {config_name(row)}") for row in versions],
    }


def names_of(connection: Connection, project_id: str) -> dict[str, str]:
    """Name the newest versions of a project, at most two hundred: id → name."""
    return {row["id"]: config_name(row) for row in rows.configs_of_project(connection, project_id)[:_MOST_NAMED]}


def get_version(connection: Connection, project_id: str, config_id: str) -> dict[str, Any]:
    """Answer a version of a project.

    Raises:
        NotFoundError: The project has none of this id.
    """
    found = rows.configs_of_project(connection, project_id)
    row = next((each for each in found if each["id"] == config_id), None)
    if row is None:
        raise NotFoundError.of("config", config_id)
    project = projects.find_project(connection, project_id)
    averages = aggregates_of_configs(connection, [config_id])[config_id]
    numbers = numbers_of(found)
    evaluators = {item["evaluator_id"] for item in averages}
    before = _before(row, [each for each in found if each["type"] == row["type"]])
    return {
        **_version(row, numbers),
        "averages": averages,
        "feedback": feedback_stats(connection, [config_id])[config_id],
        "environments": _live(deployments_of(connection, project)).get(config_id, []),
        "evaluators": evaluator_rows.names_by_id(connection, evaluators),
        "booleans": evaluator_rows.of_booleans(connection, evaluators),
        "before": None if before is None else _version(before, numbers),
    }


def deployments_of(connection: Connection, project: Row) -> list[dict[str, Any]]:
    """Answer the environments with what is deployed to each."""
    return deployments.deployment_answers(connection, project, organisation_rows.all_environments(connection))


def history_of(connection: Connection, project_id: str) -> list[dict[str, Any]]:
    """Answer the last changes of what is deployed, newest first, with names."""
    found = deployments.history(connection, project_id)
    configs = rows.configs_by_id(connection, (row["config_id"] for row in found if row["config_id"]))
    wanted = {row["experiment_id"] for row in found if row["experiment_id"]}
    experiments = experiment_rows.experiments_by_id(connection, wanted)
    environments = {row["id"]: row["name"] for row in organisation_rows.all_environments(connection)}
    numbers = numbers_of(rows.configs_of_project(connection, project_id))
    return [
        {
            **row,
            "environment": environments.get(row["environment_id"], ""),
            "config": _version(configs[row["config_id"]], numbers) if row["config_id"] in configs else None,
            "experiment": experiments.get(row["experiment_id"] or ""),
        }
        for row in found
    ]


def numbers_of(configs: Sequence[Row]) -> dict[str, int]:
    """Number the model configs of a project from the oldest on: id → number."""
    models = [row["id"] for row in reversed(configs) if row["type"] == "model"]
    return {config_id: index for index, config_id in enumerate(models, start=1)}


def _version(row: Row, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "type": row["type"],
        "number": numbers.get(row["id"]),
        "label": f"v{numbers[row['id']]}" if row["id"] in numbers else row["type"],
        "name": config_name(row),
        "created_at": row["created_at"],
        "last_used": row["last_used"],
        "logs": row["num_datapoints"],
        "answer": config_answer(row),
    }


def _before(row: Row, versions: Sequence[Row]) -> Row | None:
    """Find the version before one, among those of its type, newest first."""
    at = next(index for index, each in enumerate(versions) if each["id"] == row["id"])
    return versions[at + 1] if at + 1 < len(versions) else None


def _changed(row: Row, versions: Sequence[Row]) -> str:
    """Say in a few words what a version changed against the one before."""
    before = _before(row, versions)
    if before is None:
        parameters = parameters_of(config_answer(row))
        return f"first version, {parameters.get('model', '')}".removesuffix(", ")
    found = difference(config_answer(before), config_answer(row))
    words: list[str] = []
    removed = sum(mark == "-" for mark, _ in found["template"])
    added = sum(mark == "+" for mark, _ in found["template"])
    if removed or added:
        words.append(f"template +{added} −{removed}")  # noqa: RUF001 - a minus, as in the comparison
    words += [f"{name} {_short(old)} → {_short(new)}" for name, old, new in found["parameters"]]
    if any(mark != " " for mark, _ in found["tools"]):
        words.append("tools")
    return ", ".join(words) or "nothing"


def _short(value: Any) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= 20 else f"{text[:19]}…"


def _live(answers: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    live: dict[str, list[str]] = {}
    for answer in answers:
        if answer["model_config_id"] is not None:
            live.setdefault(answer["model_config_id"], []).append(answer["environment_name"])
    return live
