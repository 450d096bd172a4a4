"""A project over time: calls, errors, costs, tokens, latency, and what was said of its logs.

Calls are counted, as far as logs are counted at all; a stretch of time with more of them is estimated by the time that
those took. Everything else is measured on the newest logs of each stretch, so that a project with a million logs is
answered as fast as one with a hundred; where there are more, the figures are scaled up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback_types, projects
from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.log_lists import cost_of, tokens_of
from humanloop.server.domain.times import now
from humanloop.server.store import configs as config_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import log_statistics as rows
from humanloop.server.store.log_windows import MOST_COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

MEASURED = 900
"""Logs that are looked at where there are more than `MOST_MEASURED`: as many of each stretch."""
MOST_MEASURED = 2_000
"""Logs that are all looked at."""
SPANS = {"day": (24, timedelta(hours=1)), "week": (7, timedelta(days=1)), "month": (30, timedelta(days=1))}
"""Spans: how many stretches, and how long each is."""


def overview(connection: Connection, project_id: str, span: str) -> dict[str, Any]:
    """Answer the figures of a project.

    Args:
        connection: The database.
        project_id: The project.
        span: A key of `SPANS`.

    Returns:
        `points`, oldest first; `configs`, `models`, `feedback` and `verdicts` of all logs that were looked at;
        `is_measured`, whether those are not all, but the newest `measured` of each stretch; `is_estimated`, whether
        there are more calls than are counted.
    """
    projects.find_project(connection, project_id)
    present = now()
    stretches = _stretches(present, *SPANS[span])
    counted = rows.counts(connection, project_id, stretches)
    counts = [
        estimate(count, start, min(end, present), since)
        for (start, end), (count, since) in zip(stretches, counted, strict=True)
    ]
    is_measured = sum(counts) > MOST_MEASURED
    size = MEASURED // len(stretches) if is_measured else MOST_MEASURED
    newest = rows.newest_logs(connection, project_id, stretches, size)
    looked_at = [_Looked(log, count / len(logs)) for count, logs in zip(counts, newest, strict=True) for log in logs]
    said, found = rows.judged(connection, [each.log["id"] for each in looked_at])
    opinions = _opinions(connection, project_id, said, found)
    points = [
        _point(start, end, count, logs, opinions)
        for (start, end), count, logs in zip(stretches, counts, newest, strict=True)
    ]
    return {
        "points": points,
        **_by_config(connection, looked_at),
        "feedback": Counter(
            (row["type"], str(row["value"])) for row in said if len(str(row["value"])) < 100
        ).most_common(20),
        "verdicts": _verdicts(connection, found),
        "is_measured": is_measured,
        "measured": size,
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


@dataclass(frozen=True)
class _Looked:
    """A log that is looked at, and for how many it stands."""

    log: Row
    weight: float


@dataclass
class _Opinions:
    """What was said of each log: feedback with a sentiment, good or bad, and verdicts of true or false."""

    liked: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    true: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))


def _opinions(connection: Connection, project_id: str, said: Sequence[Row], found: Sequence[Row]) -> _Opinions:
    types = feedback_types.types_of_projects(connection, [project_id]).get(project_id, [])
    sentiments = {
        (each["type"], label["value"]): label["sentiment"] == "positive"
        for each in types
        for label in each["values"] or ()
        if label["sentiment"] in {"positive", "negative"}
    }
    booleans = evaluator_rows.of_booleans(connection, {row["evaluator_id"] for row in found})
    opinions = _Opinions()
    for row in said:
        if isinstance(row["value"], str) and (row["type"], row["value"]) in sentiments:
            opinions.liked[row["log_id"]].append(sentiments[row["type"], row["value"]])
    for row in found:
        if row["evaluator_id"] in booleans:
            opinions.true[row["log_id"]].append(row["number"] > 0)
    return opinions


def _point(start: datetime, end: datetime, count: int, logs: Sequence[Row], opinions: _Opinions) -> dict[str, Any]:
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
        "liked": _share([each for log in logs for each in opinions.liked.get(log["id"], ())]),
        "true": _share([each for log in logs for each in opinions.true.get(log["id"], ())]),
    }


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def percentile(values: Sequence[float], part: float) -> float | None:
    """Answer the value below which this part of sorted values lies; None if there are none."""
    return values[min(int(len(values) * part), len(values) - 1)] if values else None


def _by_config(connection: Connection, looked_at: Sequence[_Looked]) -> dict[str, list[dict[str, Any]]]:
    """Answer the figures of each version, and of each model."""
    configs = config_rows.configs_by_id(connection, {each.log["config_id"] for each in looked_at})
    models = {key: str(row["content"].get("model") or row["type"]) for key, row in configs.items()}
    of_config: dict[str, list[_Looked]] = defaultdict(list)
    of_model: dict[str, list[_Looked]] = defaultdict(list)
    for each in looked_at:
        of_config[each.log["config_id"]].append(each)
        of_model[models[each.log["config_id"]]].append(each)
    return {
        "configs": _most_called(
            {"id": key, "name": config_name(configs[key]), "model": models[key], **_figures(group)}
            for key, group in of_config.items()
        ),
        "models": _most_called(
            {"name": name, "configs": [key for key in configs if models[key] == name], **_figures(group)}
            for name, group in of_model.items()
        ),
    }


def _figures(group: Sequence[_Looked]) -> dict[str, Any]:
    durations = sorted(each.log["duration"] for each in group if each.log["duration"] is not None)
    return {
        "calls": round(sum(each.weight for each in group)),
        "errors": round(sum(each.weight for each in group if each.log["failed"])),
        "cost": sum(each.weight * (cost_of(each.log) or 0) for each in group),
        "p50": percentile(durations, 0.5),
    }


def _most_called(groups: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(groups, key=itemgetter("calls"), reverse=True)[:20]


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
