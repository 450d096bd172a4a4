"""Experiments as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import config_answer, config_name
from humanloop.server.domain.metrics import NAME
from humanloop.server.domain.sampling import estimate
from humanloop.server.store import configs as config_rows
from humanloop.server.store import experiments as rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_METRIC_CODE = """\
POSITIVE = {labels!r}


def metric(log):
    given = [(item["type"], item["value"]) for item in log["feedback"]]
    return any(label in given for label in POSITIVE) if given else None
"""


def experiment_answers(connection: Connection, experiments: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the answers for several experiments, with as many queries as for one."""
    members: dict[str, list[Row]] = {experiment["id"]: [] for experiment in experiments}
    for member in rows.members_of(connection, members):
        members[member["experiment_id"]].append(member)
    wanted = {member["config_id"] for group in members.values() for member in group}
    configs = config_rows.configs_by_id(connection, wanted)
    return [
        {
            "id": experiment["id"],
            "project_id": experiment["project_id"],
            "name": experiment["name"],
            "status": experiment["status"],
            "configs": [_member_answer(member, configs[member["config_id"]]) for member in members[experiment["id"]]]
            or None,
            "metric": _metric_answer(experiment),
            "positive_labels": experiment["positive_labels"],
            "created_at": experiment["created_at"],
            "updated_at": experiment["updated_at"],
        }
        for experiment in experiments
    ]


def _member_answer(member: Row, config: Row) -> dict[str, Any]:
    known = estimate(member["judged_count"], member["success_count"])
    return {
        "id": config["id"],
        "display_name": config_name(config),
        "active": member["active"],
        "trials_count": member["judged_count"],
        "mean": None if known is None else known.mean,
        "spread": None if known is None else known.spread,
        "config": config_answer(config),
        "created_at": member["created_at"],
        "updated_at": member["updated_at"],
    }


def _metric_answer(experiment: Row) -> dict[str, Any]:
    """Describe what an experiment compares by; the code says the same in Python, and is never run."""
    labels = [(label["type"], label["value"]) for label in experiment["positive_labels"]]
    named = ", ".join(f"{kind} {value}" for kind, value in labels) or "none"
    return {
        "id": experiment["metric_id"],
        "name": NAME,
        "description": f"Share of the logs with feedback that have a positive label ({named}).",
        "code": _METRIC_CODE.format(labels=labels),
        "default": False,
        "active": True,
        "created_at": experiment["created_at"],
        "updated_at": experiment["updated_at"],
    }
