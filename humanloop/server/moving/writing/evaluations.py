"""Evaluations on their way into the database, and what an earlier import could not know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.datasets import dataset_answer
from humanloop.server.domain.times import now
from humanloop.server.moving.writing.datasets import put_dataset
from humanloop.server.moving.writing.definitions import put_config, put_evaluator
from humanloop.server.moving.writing.known import id_from
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluations as rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.moving.records import Evaluation
    from humanloop.server.moving.writing.known import Known
    from humanloop.server.store.rows import Row

_CONCURRENCY = 5
_UNFINISHED = frozenset({"pending", "running"})


def put_evaluation(connection: Connection, known: Known, record: Evaluation) -> None:
    """Find the evaluation that a run has become, or make it."""
    if known.find("evaluation", record.key) is not None:
        return
    evaluation_id = id_from("ev", record.key)
    row = rows.find_evaluation(connection, evaluation_id)
    if row is None:
        _insert(connection, known, record, evaluation_id)
        known.counted.imported("evaluations", record.changes)
    else:
        _heal(connection, known, record, row)
        known.counted.skipped("evaluations")
    known.put("evaluation", record.key, (evaluation_id, record.dataset.key))
    known.note("evaluation", record.key, evaluation_id, record.rest)


def _insert(connection: Connection, known: Known, record: Evaluation, evaluation_id: str) -> None:
    home = put_config(connection, known, record.config)
    dataset = put_dataset(connection, known, record.dataset)
    moment = now()
    row = {
        "id": evaluation_id,
        "project_id": home.project_id,
        "config_id": home.config_id,
        "dataset_id": dataset["id"],
        "dataset_version": dataset["version"],
        "dataset_version_id": dataset["version_id"],
        "dataset_snapshot": dataset_answer({**dataset, "shown_project_id": dataset["project_id"]}),
        "name": _free_name(connection, record, home.project_id),
        "status": record.status,
        "hl_generated": record.is_generated,
        "max_concurrency": _CONCURRENCY,
        "is_reopened": False,
        "created_at": record.created_at or moment,
        "updated_at": record.updated_at or record.created_at or moment,
    }
    rows.insert_evaluation(connection, row)
    _add_evaluators(connection, known, record, evaluation_id)


def _heal(connection: Connection, known: Known, record: Evaluation, row: Row) -> None:
    """Add what could not be read when a run was imported. Users name no evaluation anew, and take no evaluator away."""
    changes: dict[str, Any] = {}
    # One run of several has its id beside the name, and may have stood alone then.
    alone = (record.name or "").removesuffix(f" ({record.key})")
    if record.name and row["name"] in {None, alone} - {record.name}:
        changes["name"] = _free_name(connection, record, row["project_id"])
    count = dataset_rows.count_frozen(connection, row["dataset_id"], row["dataset_version"])
    if count > row["dataset_snapshot"]["datapoint_count"]:
        changes["dataset_snapshot"] = {**row["dataset_snapshot"], "datapoint_count": count}
    if changes:
        update(connection, schema.evaluations, row["id"], **changes)
    # Importing starts nothing: what is under way here would ask new evaluators at once.
    if row["status"] not in _UNFINISHED:
        _add_evaluators(connection, known, record, row["id"])


def _add_evaluators(connection: Connection, known: Known, record: Evaluation, evaluation_id: str) -> None:
    """Add the evaluators of a run that it does not have."""
    chosen = {row["id"]: row for row in (put_evaluator(connection, known, each) for each in record.evaluators)}
    present = {row["id"] for row in evaluator_rows.evaluators_of_evaluations(connection, [evaluation_id])}
    new = [row for evaluator_id, row in chosen.items() if evaluator_id not in present]
    if new:
        evaluator_rows.add_evaluators(connection, evaluation_id, new, len(present))


def _free_name(connection: Connection, record: Evaluation, project_id: str) -> str | None:
    name = record.name
    return f"{name} ({record.key})" if name and rows.has_name(connection, project_id, name) else name
