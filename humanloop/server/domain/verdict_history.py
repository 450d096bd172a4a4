"""What evaluators say of a project, over time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.aggregates import aggregates_of_configs
from humanloop.server.domain.times import now
from humanloop.server.domain.versions import names_of
from humanloop.server.store import results as rows
from humanloop.server.store.schema import to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.engine import Connection

DAYS = 30
"""Days up to today."""
_NEWEST = 200
_MOST_PAIRS = 60


def verdicts_of_project(connection: Connection, project_id: str) -> dict[str, dict[str, Any]]:
    """Answer what each evaluator said of a project: id → `versions` and `days`.

    Of each version there is its `config`, `name` and average `value`. Of each of the last days, oldest first, there is
    its `day`, the `mean` (None where nothing was said) and the `count`, taken of the newest results of each version.
    """
    names = names_of(connection, project_id)
    found: dict[str, dict[str, Any]] = {}
    for config_id, averages in aggregates_of_configs(connection, list(names)).items():
        for item in averages:
            if item["aggregate_value"] is not None:
                version = {"config": config_id, "name": names[config_id], "value": item["aggregate_value"]}
                found.setdefault(item["evaluator_id"], {"versions": []})["versions"].append(version)
    today, pairs = now().date(), _MOST_PAIRS
    for evaluator_id, item in found.items():
        said: list[tuple[date, float]] = []
        for version in item["versions"][: max(pairs, 0)]:
            newest = rows.newest_numbers(connection, version["config"], evaluator_id, _NEWEST)
            said += [(to_utc(row["created_at"]).date(), row["number"]) for row in newest]
        pairs -= len(item["versions"])
        item["days"] = by_day(said, today)
    return found


def by_day(said: Iterable[tuple[date, float]], today: date) -> list[dict[str, Any]]:
    """Average numbers by day, oldest first; days without one are there, too."""
    numbers: dict[date, list[float]] = {today - timedelta(days=ago): [] for ago in range(DAYS - 1, -1, -1)}
    for day, number in said:
        if day in numbers:
            numbers[day].append(number)
    return [
        {"day": day, "mean": sum(values) / len(values) if values else None, "count": len(values)}
        for day, values in numbers.items()
    ]
