"""Logs as a list for people: one line for each, with what was said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from humanloop.server.domain import projects
from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.log_answers import log_answers
from humanloop.server.json_values import as_array, as_object, to_text
from humanloop.server.store import configs as config_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import feedback as feedback_rows
from humanloop.server.store import log_windows as rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store import results as result_rows
from humanloop.server.store.log_search import LogFilter
from humanloop.server.store.log_windows import MOST_COUNTED, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class LogLines:
    """A stretch of a list.

    Args:
        lines: The logs.
        has_newer: Whether there are logs before the first.
        has_older: Whether there are logs after the last.
        total: How many there are in all, up to one more than are counted.
        newest: The place of the first.
        oldest: The place of the last.
    """

    lines: list[dict[str, Any]]
    has_newer: bool
    has_older: bool
    total: int
    newest: Spot | None
    oldest: Spot | None


@dataclass(frozen=True)
class Stretch:
    """Which part of a list is wanted.

    Args:
        older_than: The part after this log.
        newer_than: The part before this log.
        offset: Where the part begins, in lists that are not in the order of time.
        size: Logs in it.
    """

    older_than: Spot | None = None
    newer_than: Spot | None = None
    offset: int = 0
    size: int = 50


def list_lines(connection: Connection, project_id: str, wanted: LogFilter, stretch: Stretch) -> LogLines:
    """Answer a stretch of a project's logs.

    Raises:
        NotFoundError: There is no such project.
    """
    project = projects.find_project(connection, project_id)
    found = rows.window(
        connection,
        project_id,
        wanted,
        stretch.size + 1,
        older_than=stretch.older_than,
        newer_than=stretch.newer_than,
        offset=stretch.offset,
    )
    has_more = len(found) > stretch.size
    if stretch.newer_than is not None:
        shown = found[-stretch.size :]
        has_newer, has_older = has_more, bool(shown)
    else:
        shown = found[: stretch.size]
        has_newer, has_older = stretch.older_than is not None or stretch.offset > 0, has_more
    ends = (Spot.of(shown[0]), Spot.of(shown[-1])) if shown else (None, None)
    total = _count(connection, project, wanted)
    return LogLines(lines(connection, shown), has_newer, has_older, total, *ends)


def recent_lines(connection: Connection, project_id: str, size: int) -> list[dict[str, Any]]:
    """Answer the newest logs of a project."""
    return lines(connection, rows.window(connection, project_id, LogFilter(), size))


def count_newer(connection: Connection, project_id: str, wanted: LogFilter, than: Spot) -> int:
    """Count the logs that have come since one of them."""
    projects.find_project(connection, project_id)
    return rows.count_logs(connection, project_id, wanted, newer_than=than)


def neighbours(
    connection: Connection, project_id: str, wanted: LogFilter, log_id: str
) -> tuple[str | None, str | None]:
    """Find the logs before and after one in a list by time; answers ids."""
    spot = rows.spot_of(connection, log_id)
    if spot is None:
        return None, None
    newer = rows.window(connection, project_id, wanted, 1, newer_than=spot)
    older = rows.window(connection, project_id, wanted, 1, older_than=spot)
    return newer[0]["id"] if newer else None, older[0]["id"] if older else None


def lines(connection: Connection, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the lines of several logs, with as many queries as for one."""
    configs = config_rows.configs_by_id(connection, (log["config_id"] for log in found))
    ids = [log["id"] for log in found]
    feedback: dict[str, list[dict[str, Any]]] = {}
    for row in feedback_rows.current_of_logs(connection, ids):
        feedback.setdefault(row["log_id"], []).append({"type": row["type"], "value": row["value"]})
    results = result_rows.results_of_logs(connection, ids)
    names = evaluator_names(connection, results)
    verdicts: dict[str, list[dict[str, Any]]] = {}
    for row in results:
        verdict = {"evaluator_id": row["evaluator_id"], "name": names.get(row["evaluator_id"], "evaluator")}
        verdicts.setdefault(row["log_id"], []).append({**verdict, "value": row["value"], "error": row["error"]})
    return [
        {
            **log,
            "inputs": said_first(log),
            "config": {"id": log["config_id"], "name": config_name(configs[log["config_id"]])},
            "tokens": tokens_of(log),
            "cost": cost_of(log),
            "feedback": feedback.get(log["id"], []),
            "verdicts": verdicts.get(log["id"], []),
        }
        for log in found
    ]


def evaluator_names(connection: Connection, results: Sequence[Row]) -> dict[str, str]:
    """Find the names of the evaluators of several results, also of those that are deleted: id → name."""
    return evaluator_rows.names_by_id(connection, {row["evaluator_id"] for row in results})


def tokens_of(log: Mapping[str, Any]) -> int | None:
    """Answer the tokens of a log in all."""
    found = log["tokens"] if log["tokens"] is not None else _sum(log, "prompt_tokens", "output_tokens")
    return None if found is None else int(found)


def cost_of(log: Mapping[str, Any]) -> float | None:
    """Answer what a log has cost."""
    return _sum(log, "prompt_cost", "output_cost")


def _sum(log: Mapping[str, Any], *names: str) -> float | None:
    found: list[float] = [log[name] for name in names if log[name] is not None]
    return sum(found) if found else None


def said_first(log: Row) -> str:
    """Write in one line what was asked: the last message of a user, else the inputs."""
    asked = _asked(_read(log["messages_text"]))
    if asked:
        return asked
    inputs = _read(log["inputs_text"])
    if isinstance(inputs, str):
        return inputs
    return in_one_line(as_object(inputs))


def in_one_line(fields: Mapping[str, Any]) -> str:
    """Write the fields of an object in one line; of a single one, only its value."""
    if len(fields) == 1:
        return to_text(next(iter(fields.values())))
    return "  ".join(f"{name}: {to_text(value)}" for name, value in fields.items())


def _asked(messages: Any) -> str:
    """Write the last message of a user."""
    if isinstance(messages, str):
        return messages
    said = [message for message in map(as_object, as_array(messages)) if message.get("content")]
    by_user = [message for message in said if message.get("role") == "user"]
    if not said:
        return ""
    content = (by_user or said)[-1]["content"]
    texts = [part["text"] for part in map(as_object, as_array(content)) if isinstance(part.get("text"), str)]
    return " ".join(texts) if texts else to_text(content)


def _read(text: str | None) -> Any:
    """Read JSON; the text itself where only its beginning is there."""
    if not text:
        return None
    try:
        return from_json(text)
    except ValueError:
        return text


def _count(connection: Connection, project: Row, wanted: LogFilter) -> int:
    known: int = project["data_count"]
    if _is_open(wanted):
        if wanted.choices.of_evaluations is None:
            return min(known, MOST_COUNTED + 1)
        if not wanted.choices.of_evaluations and known > 2 * MOST_COUNTED:
            # Nothing but those of evaluations is left out: the counters know.
            left = known - rows.count_logs_of_evaluations(connection, project["id"])
            return min(max(left, 0), MOST_COUNTED + 1)
    return rows.count_logs(connection, project["id"], wanted)


def _is_open(wanted: LogFilter) -> bool:
    """Tell whether all logs fit, but for those of evaluations."""
    rest = replace(wanted.choices, of_evaluations=None)
    return wanted == LogFilter(choices=wanted.choices) and not rest.conditions()


def whole_logs(
    connection: Connection, project_id: str, wanted: LogFilter, stretch: Stretch
) -> tuple[list[dict[str, Any]], Spot | None]:
    """Answer a stretch of a project's logs with everything that is kept of them, and the place of the last one."""
    found = rows.window(
        connection, project_id, wanted, stretch.size, older_than=stretch.older_than, offset=stretch.offset
    )
    place = {row["id"]: index for index, row in enumerate(found)}
    whole = sorted(log_rows.whole_logs_by_id(connection, place), key=lambda row: place[row["id"]])
    return log_answers(connection, whole), Spot.of(found[-1]) if found else None
