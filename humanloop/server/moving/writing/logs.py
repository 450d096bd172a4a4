"""Logs on their way into the database: many at once, each once, whatever order they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.links import Links
from humanloop.server.domain.log_rows import log_row, store_logs
from humanloop.server.domain.times import now
from humanloop.server.moving.records import Change, Log
from humanloop.server.moving.writing.datasets import datapoint_id_of
from humanloop.server.moving.writing.definitions import Home, put_config
from humanloop.server.moving.writing.known import id_from
from humanloop.server.moving.writing.said import put_feedback, put_results
from humanloop.server.store import evaluation_work as work_rows
from humanloop.server.store import imported as imported_rows
from humanloop.server.store import logs as rows
from humanloop.server.store import sessions as session_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.records import Said
    from humanloop.server.moving.writing.known import Known
    from humanloop.server.moving.writing.orphans import Orphans
    from humanloop.server.store.rows import Row

_KIND = "logs"


def log_id_of(key: str) -> str:
    """Compute the id of the log that had an old id."""
    return id_from("data", key)


def put_logs(connection: Connection, known: Known, orphans: Orphans, batch: Sequence[Log | Said]) -> None:
    """Store logs that are not there yet, and what was said of them and of those that are there.

    Args:
        connection: The database.
        known: What is known.
        orphans: Takes logs whose parents are not there yet.
        batch: The logs.
    """
    logs = [each for each in batch if isinstance(each, Log)]
    ids = {each.key if isinstance(each, Log) else each.log: "" for each in batch}
    ids = {key: log_id_of(key) for key in ids}
    # A log of this very server that comes back keeps its id.
    present = rows.places_of_logs(connection, [*ids.values(), *ids])
    ids |= {key: key for key in ids if key in present}
    new: dict[str, Log] = {}
    for log in logs:
        if ids[log.key] in present or log.key in new:
            known.counted.skipped(_KIND)
        else:
            new[log.key] = log
    stored = _store(connection, known, ids, list(new.values()))
    places: dict[str, Row] = {**present, **{row["id"]: row for row in stored}}
    # What their datapoints have become may not have been known then; those of this very server are named as they are.
    ours = [log for log in logs if ids[log.key] in present and ids[log.key] != log.key]
    rows.rename_datapoints(connection, {ids[key]: new for key, new in _datapoints(connection, known, ours).items()})
    _hang(connection, orphans, logs, ids, places)
    _join_evaluations(connection, known, logs, ids, places)
    _put_said(connection, known, batch, ids, places)
    for log in new.values():
        known.note("log", log.key, ids[log.key], log.rest)


def _store(connection: Connection, known: Known, ids: Mapping[str, str], logs: Sequence[Log]) -> list[dict[str, Any]]:
    if not logs:
        return []
    sessions = _sessions(connection, logs)
    datapoints = _datapoints(connection, known, logs)
    stored: list[dict[str, Any]] = []
    for log in logs:
        home = _home(connection, known, log)
        fields = {**log.fields, "id": ids[log.key]}
        if fields.get("source_datapoint_id"):
            fields["source_datapoint_id"] = datapoints.get(log.key, fields["source_datapoint_id"])
        links = Links(sessions[log.session] if log.session else None)
        stored.append(log_row(home.project_id, home.config_id, links, fields))
        known.counted.imported(_KIND, log.changes, log.secrets)
    store_logs(connection, stored, is_watched=False)
    return stored


def _home(connection: Connection, known: Known, log: Log) -> Home:
    found: Home | None = known.find("home", log.config_key)
    if found is None:
        found = put_config(connection, known, log.config())
        known.put("home", log.config_key, found)
    return found


def _sessions(connection: Connection, logs: Iterable[Log]) -> dict[str, str]:
    """Find the sessions of logs, or make them; a new one began with its first log."""
    began: dict[str, Any] = {}
    for log in logs:
        if log.session:
            created = log.fields.get("created_at") or now()
            began[log.session] = min(created, began.get(log.session, created))
    found = session_rows.sessions_by_reference(connection, began)
    new: list[dict[str, Any]] = [
        {
            "id": id_from("sesh", reference),
            "reference_id": reference,
            "datapoints_count": 0,
            "created_at": created,
            "updated_at": created,
        }
        for reference, created in began.items()
        if reference not in found
    ]
    session_rows.insert_sessions(connection, new)
    # Those that no import has made began when somebody made them.
    ours = {reference: id_from("sesh", reference) for reference in found}
    again = {ours[reference]: began[reference] for reference in found if found[reference] == ours[reference]}
    session_rows.begin_sessions(connection, again)
    return found | {row["reference_id"]: row["id"] for row in new}


def _datapoints(connection: Connection, known: Known, logs: Iterable[Log]) -> dict[str, str]:
    """Find what the datapoints have become that logs were made for: key of the log → id."""
    named = {log.key: log.fields["source_datapoint_id"] for log in logs if log.fields.get("source_datapoint_id")}
    found = imported_rows.new_ids(connection, named.values()) if named else {}
    of_evaluations = {
        log.key: pair[1] for log in logs if (pair := _in_evaluation(known, log)) is not None and log.key in named
    }
    return {key: found[old] for key, old in named.items() if old in found} | of_evaluations


def _in_evaluation(known: Known, log: Log) -> tuple[str, str] | None:
    """Answer the evaluation that a log belongs to, and its datapoint there."""
    found = None if log.evaluation is None else known.find("evaluation", log.evaluation[0])
    if found is None or log.evaluation is None:
        return None
    evaluation_id, dataset_key = found
    return evaluation_id, datapoint_id_of(dataset_key, log.evaluation[1])


def _join_evaluations(
    connection: Connection, known: Known, logs: Iterable[Log], ids: Mapping[str, str], places: Mapping[str, Row]
) -> None:
    wanted: dict[str, dict[str, str]] = {}
    for log in logs:
        pair = _in_evaluation(known, log)
        if pair is not None and ids[log.key] in places:
            wanted.setdefault(pair[0], {})[pair[1]] = ids[log.key]
    for evaluation_id, of_datapoints in wanted.items():
        taken = work_rows.logs_of_evaluation(connection, evaluation_id, of_datapoints)
        new = [(datapoint, log_id) for datapoint, log_id in of_datapoints.items() if datapoint not in taken]
        if new:
            work_rows.set_logs(connection, evaluation_id, new)


def _hang(
    connection: Connection, orphans: Orphans, logs: Iterable[Log], ids: Mapping[str, str], places: Mapping[str, Row]
) -> None:
    """Put logs below their parents; those whose parents are not there yet wait."""
    below = {
        ids[log.key]: log.parent
        for log in logs
        if log.parent is not None and ids[log.key] in places and places[ids[log.key]]["parent_id"] is None
    }
    found = find_parents(connection, below.values())
    parents = {child: found[parent] for child, parent in below.items() if parent in found and found[parent] != child}
    rows.set_parents(connection, parents)
    orphans.add({child: parent for child, parent in below.items() if child not in parents})


def find_parents(connection: Connection, parents: Iterable[Any]) -> dict[Any, str]:
    """Find the logs that parents are, as far as they are there."""
    named = set(parents)
    by_id = {parent: log_id_of(parent.name) for parent in named if not parent.is_reference}
    known = rows.places_of_logs(connection, [*by_id.values(), *(parent.name for parent in by_id)])
    found = {parent: parent.name for parent in by_id if parent.name in known}
    found |= {parent: log_id for parent, log_id in by_id.items() if log_id in known}
    references = {parent.name for parent in named if parent.is_reference}
    of_references = rows.logs_by_reference(connection, references)
    return found | {
        parent: of_references[parent.name] for parent in named if parent.is_reference and parent.name in of_references
    }


def _put_said(
    connection: Connection,
    known: Known,
    batch: Iterable[Log | Said],
    ids: Mapping[str, str],
    places: Mapping[str, Row],
) -> None:
    feedback: list[Any] = []
    results: list[Any] = []
    for each in batch:
        log_id = ids[each.key if isinstance(each, Log) else each.log]
        if log_id in places:
            feedback += [(log_id, item) for item in each.feedback]
            results += [(log_id, item) for item in each.results]
            continue
        for kind, items in (("feedback", each.feedback), ("results", each.results)):
            if items:
                known.counted.skipped(kind, len(items))
                known.counted.changed(kind, [Change("log", "left out: the log that it is about is nowhere")])
    put_feedback(connection, known, places, feedback)
    put_results(connection, known, places, results)
