"""A project over time: calls, errors, costs, tokens, latency, and what was said of its logs.

Calls are counted, as far as logs are counted at all; a stretch of time with more of them is estimated by the time that
those took. Everything else is measured on the newest logs of each stretch, so that a project with a million logs is
answered as fast as one with a hundred; where there are more, the figures are scaled up.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects
from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.log_lists import cost_of, tokens_of
from humanloop.server.domain.times import now
from humanloop.server.store import configs as config_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import log_statistics as rows
from humanloop.server.store.log_windows import MOST_COUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

MEASURED = 30
"""Logs of a stretch that are looked at."""
SPANS = {"day": (24, timedelta(hours=1)), "week": (7, timedelta(days=1)), "month": (30, timedelta(days=1))}
"""Spans: how many stretches, and how long each is."""


def overview(connection: Connection, project_id: str, span: str) -> dict[str, Any]:
    """Answer the figures of a project.

    Args:
        connection: The database.
        project_id: The project.
        span: A key of `SPANS`.

    Returns:
        `points`, oldest first; `configs`, `feedback` and `verdicts` of all logs that were looked at; `is_measured`,
        whether that is not all of them; `is_estimated`, whether there are more calls than are counted.
    """
    projects.find_project(connection, project_id)
    present = now()
    stretches = _stretches(present, *SPANS[span])
    counted = rows.counts(connection, project_id, stretches)
    counts = [
        estimate(count, start, min(end, present), since)
        for (start, end), (count, since) in zip(stretches, counted, strict=True)
    ]
    newest = rows.newest_logs(connection, project_id, stretches, MEASURED)
    looked_at = [log for logs in newest for log in logs]
    said, found = rows.judged(connection, [log["id"] for log in looked_at])
    points = [
        _point(start, end, count, logs) for (start, end), count, logs in zip(stretches, counts, newest, strict=True)
    ]
    return {
        "points": points,
        "configs": _by_config(connection, looked_at),
        "feedback": Counter(
            (row["type"], str(row["value"])) for row in said if len(str(row["value"])) < 100
        ).most_common(20),
        "verdicts": _verdicts(connection, found),
        "is_measured": any(count > MEASURED for count in counts),
        "is_estimated": any(count > MOST_COUNTED for count, _ in counted),
        "calls": sum(counts),
        "errors": sum(point["errors"] for point in points),
        "cost": sum(point["cost"] for point in points),
        "tokens": sum(point["tokens"] for point in points),
    }


def estimate(count: int, start: datetime, end: datetime, since: datetime | None) -> int:
    """Answer how many logs a stretch has: as counted, or by the time that as many as are counted took.

    Args:
        count: How many were counted, from the end on.
        start: First moment of the stretch.
        end: Last moment of the stretch, or the present.
        since: When the oldest of those that were counted was made.
    """
    if count <= MOST_COUNTED or since is None:
        return count
    taken = max((end - since).total_seconds(), 1)
    return max(int(round(count * (end - start).total_seconds() / taken, -3)), count)


def _stretches(end: datetime, count: int, length: timedelta) -> list[tuple[datetime, datetime]]:
    """Part the time up to now; the last stretch is the present hour or day, and not over yet."""
    start = end.replace(minute=0, second=0, microsecond=0)
    if length >= timedelta(days=1):
        start = start.replace(hour=0)
    return [(start - length * step, start - length * (step - 1)) for step in range(count - 1, -1, -1)]


def _point(start: datetime, end: datetime, count: int, logs: Sequence[Row]) -> dict[str, Any]:
    scale = count / len(logs) if logs else 0
    durations = sorted(log["duration"] for log in logs if log["duration"] is not None)
    return {
        "start": start,
        "end": end,
        "calls": count,
        "errors": round(sum(bool(log["failed"]) for log in logs) * scale),
        "cost": sum(cost_of(log) or 0 for log in logs) * scale,
        "tokens": round(sum(tokens_of(log) or 0 for log in logs) * scale),
        "p50": percentile(durations, 0.5),
        "p95": percentile(durations, 0.95),
    }


def percentile(values: Sequence[float], part: float) -> float | None:
    """Answer the value below which this part of sorted values lies; None if there are none."""
    return values[min(int(len(values) * part), len(values) - 1)] if values else None


def _by_config(connection: Connection, logs: Sequence[Row]) -> list[dict[str, Any]]:
    groups: dict[str, list[Row]] = {}
    for log in logs:
        groups.setdefault(log["config_id"], []).append(log)
    configs = config_rows.configs_by_id(connection, groups)
    found: list[dict[str, Any]] = [
        {
            "id": config_id,
            "name": config_name(configs[config_id]),
            "model": configs[config_id]["content"].get("model") or configs[config_id]["type"],
            "calls": len(group),
            "errors": sum(bool(log["failed"]) for log in group),
            "cost": sum(cost_of(log) or 0 for log in group),
            "p50": percentile(sorted(log["duration"] for log in group if log["duration"] is not None), 0.5),
        }
        for config_id, group in groups.items()
    ]
    return sorted(found, key=lambda each: each["calls"], reverse=True)[:20]


def _verdicts(connection: Connection, found: Sequence[Row]) -> list[dict[str, Any]]:
    numbers: dict[str, list[float]] = {}
    for row in found:
        numbers.setdefault(row["evaluator_id"], []).append(row["number"])
    names, booleans = evaluator_rows.names_by_id(connection, numbers), evaluator_rows.of_booleans(connection, numbers)
    return [
        {
            "id": key,
            "name": names.get(key, key),
            "count": len(values),
            "mean": sum(values) / len(values),
            "is_boolean": key in booleans,
        }
        for key, values in numbers.items()
    ]
