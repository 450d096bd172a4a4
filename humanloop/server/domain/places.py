"""Where the thing of an id is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.store import configs, datasets, evaluations, experiments, logs, projects, sessions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def find_place(connection: Connection, identifier: str) -> tuple[str, ...] | None:
    """Find what has an id, or is called so by programs (`reference_id`); answers the parts of its address."""
    if projects.find_project(connection, identifier) is not None:
        return "projects", identifier
    log = logs.find_log(connection, identifier) or logs.find_log_by_reference(connection, identifier)
    if log is not None:
        return "logs", log["id"]
    session = sessions.find_session(connection, identifier) or sessions.find_session_by_reference(
        connection, identifier
    )
    if session is not None:
        return "sessions", session["id"]
    config = configs.find_config(connection, identifier)
    if config is not None:
        return "projects", config["project_id"], "prompts", identifier
    if datasets.find_dataset(connection, identifier) is not None:
        return "datasets", identifier
    if evaluations.find_evaluation(connection, identifier) is not None:
        return "evaluations", identifier
    experiment = experiments.find_experiment(connection, identifier)
    if experiment is not None:
        return "projects", experiment["project_id"], "experiments"
    return None
