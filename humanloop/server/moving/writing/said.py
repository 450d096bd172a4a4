"""What people and evaluators said of logs, on its way into the database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback_types
from humanloop.server.domain.feedback_counts import labels_of
from humanloop.server.domain.judgements import Judgement, verdict_columns
from humanloop.server.domain.times import now
from humanloop.server.moving.records import Change
from humanloop.server.moving.writing.definitions import put_evaluator
from humanloop.server.moving.writing.known import id_from
from humanloop.server.store import feedback as feedback_rows
from humanloop.server.store import feedback_counts as count_rows
from humanloop.server.store import results as result_rows
from humanloop.server.store.log_said import with_places
from humanloop.server.store.logs import places_in_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.records import Feedback, Result
    from humanloop.server.moving.writing.known import Known
    from humanloop.server.store.rows import Row


def put_feedback(
    connection: Connection, known: Known, logs: Mapping[str, Row], given: Iterable[tuple[str, Feedback]]
) -> None:
    """Store feedback that is not there yet; the newest value of a person counts, in whatever order they come.

    Args:
        connection: The database.
        known: What is known.
        logs: The logs that it is about, by id.
        given: Pairs of a log's id and what was said of it.
    """
    items = {id_from("ann", item.key): (log_id, item) for log_id, item in given}
    present = feedback_rows.known_feedback(connection, items) if items else set[str]()
    if present:
        known.counted.skipped("feedback", len(present))
    new: list[dict[str, Any]] = []
    for feedback_id, (log_id, item) in items.items():
        if feedback_id in present:
            continue
        project_id = logs[log_id]["project_id"]
        type_row = _type(connection, known, project_id, item)
        new.append(
            {
                "id": feedback_id,
                "log_id": log_id,
                "feedback_type_id": type_row["id"],
                "type": item.type,
                "value": item.value,
                "user": item.user,
                "current": True,
                "created_at": item.created_at or now(),
            }
        )
        known.counted.imported("feedback")
        known.note("feedback", item.key, feedback_id)
    if new:
        _settle(connection, known, logs, new)


def put_results(
    connection: Connection, known: Known, logs: Mapping[str, Row], given: Iterable[tuple[str, Result]]
) -> None:
    """Store results that are not there yet; one that turns out to belong to an evaluation is put there."""
    items = {id_from("evr", item.key): (log_id, item) for log_id, item in given}
    if not items:
        return
    present = result_rows.known_results(connection, items)
    taken = result_rows.taken_places(connection, {log_id for log_id, _ in items.values()})
    new: list[dict[str, Any]] = []
    for result_id, (log_id, item) in items.items():
        evaluator = put_evaluator(connection, known, item.evaluator)
        evaluation_id = _evaluation_id(known, item)
        place = (evaluation_id or "", evaluator["id"], log_id)
        if evaluation_id is not None and place in taken:
            evaluation_id = None
        if result_id in present:
            if evaluation_id is not None and present[result_id]["evaluation_id"] is None:
                result_rows.set_evaluation(connection, result_id, evaluation_id)
                taken.add(place)
            known.counted.skipped("results")
            continue
        changes: list[Change] = []
        if evaluation_id is not None:
            taken.add(place)
        elif place[0]:
            how = "a second result of an evaluator on a log: kept without the evaluation"
            changes.append(Change("evaluation", how))
        moment = item.created_at or now()
        new.append(
            {
                "id": result_id,
                "evaluation_id": evaluation_id,
                "evaluator_id": evaluator["id"],
                "version_id": evaluator["version_id"],
                "log_id": log_id,
                "config_id": logs[log_id]["config_id"],
                "evaluator_log_id": None,
                "created_at": moment,
                "updated_at": item.updated_at or moment,
                **verdict_columns(Judgement(item.value, item.error)),
            }
        )
        known.counted.imported("results", changes)
        known.note("result", item.key, result_id)
    result_rows.insert_results(connection, _placed(connection, new))


def current_of(feedback_class: str, rows: Sequence[Row]) -> list[Row]:
    """Choose what counts of all that a person has said of a log by one type.

    Args:
        feedback_class: The class of the type.
        rows: What was said, oldest first.
    """
    current: list[Row] = []
    for row in rows:
        if feedback_class == "multi_select" and not isinstance(row["value"], list):
            current = [each for each in current if each["value"] != row["value"]]
        else:
            current = []
        current.append(row)
    return current


def _evaluation_id(known: Known, item: Result) -> str | None:
    found = None if item.evaluation is None else known.find("evaluation", item.evaluation)
    return None if found is None else found[0]


def _type(connection: Connection, known: Known, project_id: str, item: Feedback) -> Row:
    """Find the type of feedback, or add it, with its labels."""
    entry = f"{project_id}\0{item.type}"
    type_row: Row | None = known.find("feedback type", entry)
    if type_row is None:
        type_row = feedback_types.ensure_type(connection, project_id, item.type, item.feedback_class)
        known.put("feedback type", entry, type_row)
    wanted = [*item.labels, *((label, feedback_types.UNSET) for label in labels_of(item.value))]
    for label, sentiment in wanted:
        label_entry = f"{entry}\0{label}"
        if label and known.find("feedback label", label_entry) is None:
            feedback_types.ensure_label(connection, type_row, label, sentiment)
            known.put("feedback label", label_entry, label)
    return type_row


def _settle(connection: Connection, known: Known, logs: Mapping[str, Row], new: list[dict[str, Any]]) -> None:
    """Store new feedback, and count what counts now."""
    classes = {row["feedback_type_id"]: _class(known, logs, row) for row in new}
    groups: dict[tuple[str, int, str | None], list[Row]] = {}
    before = feedback_rows.current_of_logs(connection, {row["log_id"] for row in new})
    for row in (*before, *new):
        groups.setdefault((row["log_id"], row["feedback_type_id"], row["user"]), []).append(row)
    counts: Counter[tuple[str, int, str]] = Counter()
    lost: list[str] = []
    ids = {row["id"] for row in new}
    for (log_id, type_id, _), rows in groups.items():
        if type_id not in classes or ids.isdisjoint(row["id"] for row in rows):
            continue
        feedback_class = classes[type_id]
        current = {row["id"] for row in current_of(feedback_class, sorted(rows, key=lambda row: row["created_at"]))}
        for row in rows:
            is_new, counts_now = row["id"] in ids, row["id"] in current
            change = counts_now - (not is_new)
            if not counts_now:
                lost.append(row["id"])
            if change and feedback_class in feedback_types.WITH_LABELS:
                for label in labels_of(row["value"]):
                    counts[logs[log_id]["config_id"], type_id, label] += change
    gone = set(lost)
    stored = [{**row, "current": row["id"] not in gone} for row in new]
    stored = _placed(connection, stored)
    feedback_rows.insert_feedback(connection, sorted(stored, key=lambda row: row["created_at"]))
    feedback_rows.end_feedback(connection, sorted(gone - ids))
    count_rows.add_to_counts(connection, counts)


def _placed(connection: Connection, new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return with_places(new, places_in_time(connection, {row["log_id"] for row in new}) if new else {})


def _class(known: Known, logs: Mapping[str, Row], row: Row) -> str:
    found: Row = known.find("feedback type", f"{logs[row['log_id']]['project_id']}\0{row['type']}")
    feedback_class: str = found["class"]
    return feedback_class
