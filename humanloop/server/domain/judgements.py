"""What evaluators of the server have found, on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import configs, evaluators
from humanloop.server.domain.evaluator_kinds import KINDS
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.links import Links
from humanloop.server.domain.log_rows import log_row, store_logs
from humanloop.server.domain.times import now
from humanloop.server.store import logs as log_rows
from humanloop.server.store import results as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class Judgement:
    """What an evaluator made of a log: a value or an error, and the log of its own, if it wrote one.

    Args:
        value: The verdict.
        error: Why there is none.
        log: Fields of the evaluator's own log.
    """

    value: Any = None
    error: str | None = None
    log: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Judged:
    """A judgement, and what it is about."""

    evaluator: Row
    log_id: str
    judgement: Judgement


def store_judgements(connection: Connection, evaluation_id: str | None, judged: Sequence[Judged]) -> None:
    """Store judgements; those of monitoring have no evaluation.

    Left out are those of logs that are gone, and those that somebody else was first to give in the evaluation.
    """
    logs = log_rows.logs_by_id(connection, {each.log_id for each in judged})
    known = set[tuple[str, str]]()
    if evaluation_id is not None:
        known = rows.judged_pairs(connection, evaluation_id, logs)
    new = [each for each in judged if each.log_id in logs and (each.evaluator["id"], each.log_id) not in known]
    own_logs = _store_own_logs(connection, new, logs)
    rows.insert_results(
        connection,
        [
            result_row(evaluation_id, each.evaluator, logs[each.log_id], each.judgement, own_log)
            for each, own_log in zip(new, own_logs, strict=True)
        ],
    )


def result_row(
    evaluation_id: str | None, evaluator: Row, log: Row, judgement: Judgement, evaluator_log_id: str | None = None
) -> dict[str, Any]:
    """Build the row of a new result."""
    moment = now()
    return {
        "id": new_id("evr"),
        "evaluation_id": evaluation_id,
        "evaluator_id": evaluator["id"],
        "version_id": evaluator["version_id"],
        "log_id": log["id"],
        "config_id": log["config_id"],
        "log_seq": log["seq"],
        "log_created_at": log["created_at"],
        "evaluator_log_id": evaluator_log_id,
        "created_at": moment,
        "updated_at": moment,
        **verdict_columns(judgement),
    }


def verdict_columns(judgement: Judgement) -> dict[str, Any]:
    """Build the columns of a verdict; a boolean counts as 1 or 0 in aggregates."""
    value = judgement.value
    number = float(value) if isinstance(value, (bool, int, float)) else None
    return {"value": value, "number": number, "error": judgement.error}


def _store_own_logs(connection: Connection, judged: Sequence[Judged], logs: Mapping[str, Row]) -> list[str | None]:
    """Store the logs that evaluators wrote, in their own projects; answers the id of each."""
    homes: dict[str, tuple[str, str]] = {}
    new: list[dict[str, Any]] = []
    ids: list[str | None] = []
    for each in judged:
        if each.judgement.log is None:
            ids.append(None)
            continue
        evaluator = each.evaluator
        if evaluator["id"] not in homes:
            homes[evaluator["id"]] = _home(connection, evaluator)
        project_id, config_id = homes[evaluator["id"]]
        links = Links(logs[each.log_id]["session_id"]) if KINDS[evaluator["type"]].asks_model else Links()
        new.append(log_row(project_id, config_id, links, each.judgement.log))
        ids.append(new[-1]["id"])
    if new:
        store_logs(connection, new)
    return ids


def _home(connection: Connection, evaluator: Row) -> tuple[str, str]:
    """Find where an evaluator's own logs go: project and config."""
    project = evaluators.logging_project(connection, evaluator)
    if evaluator["config_id"] is not None:
        return project["id"], evaluator["config_id"]
    content = {
        "name": evaluator["name"],
        "evaluator_type": evaluator["type"],
        "code": evaluator["code"],
        "arguments_type": evaluator["arguments_type"],
        "return_type": evaluator["return_type"],
    }
    row = configs.ensure_config(connection, project, "evaluator", content, description=evaluator["description"])
    return project["id"], row["id"]
