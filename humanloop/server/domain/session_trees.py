"""Sessions for people: a list with what their logs add up to, and the tree of one with bars of time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import session_answers
from humanloop.server.domain.log_lists import lines, said_first
from humanloop.server.domain.pages import Page
from humanloop.server.domain.sessions import find_session
from humanloop.server.json_values import as_object
from humanloop.server.store import log_windows as log_rows
from humanloop.server.store.session_figures import figures_of_sessions
from humanloop.server.store.sessions import arrivals_in_project

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

MOST_LOGS = 500
"""Logs of a session that its tree shows."""
_AT_ONCE = timedelta(minutes=1)


def list_lines(
    connection: Connection, project_id: str, number: int, size: int, only: Collection[str] = ()
) -> tuple[list[dict[str, Any]], int]:
    """Answer a page of a project's sessions, those that came last first, and how many there are in all.

    Args:
        connection: The database.
        project_id: The project.
        number: Which page.
        size: How many sessions a page has.
        only: Ids of the only projects whose logs are looked at; empty means all.

    A session has, besides its answer, `arrived`, and `began` where its logs say that this was at another time.
    """
    answer = session_answers.list_sessions(connection, project_id, Page(number, size, 1), only)
    ids = [record["id"] for record in answer["records"]]
    figures, arrivals = figures_of_sessions(connection, ids, only), arrivals_in_project(connection, project_id, ids)
    found = [
        {
            **record,
            "figures": figures.get(record["id"]),
            "arrived": arrivals.get(record["id"], record["created_at"]),
            "began": _began(figures.get(record["id"]), arrivals.get(record["id"])),
            "asked": _asked(connection, record["id"], only),
            "seconds": figures[record["id"]]["seconds"] if record["id"] in figures else None,
        }
        for record in answer["records"]
    ]
    return found, answer["total"]


def _began(figures: Row | None, arrived: datetime | None) -> datetime | None:
    if figures is None or arrived is None or abs(figures["started"] - arrived) < _AT_ONCE:
        return None
    began: datetime = figures["started"]
    return began


def _asked(connection: Connection, session_id: str, only: Collection[str]) -> str:
    """Write in one line what the first log of a session was asked."""
    first = log_rows.logs_of_session(connection, session_id, 1, only)
    return said_first(first[0]) if first else ""


def tree_of(connection: Connection, session_id: str, only: Collection[str] = ()) -> dict[str, Any]:
    """Answer a session with its logs as rows of a tree, parents before their children.

    Args:
        connection: The database.
        session_id: The session.
        only: Ids of the only projects whose logs are shown; empty means all.

    A row has, besides its log, `depth`, `begins` and `lasts`: parts of the whole time, from 0 to 1.

    Raises:
        NotFoundError: There is no such session.
    """
    session = find_session(connection, session_id)
    found = log_rows.logs_of_session(connection, session_id, MOST_LOGS + 1, only)
    nodes = lines(connection, found[:MOST_LOGS])
    starts = [node["created_at"] for node in nodes]
    ends = [node["created_at"] + timedelta(seconds=node["duration"] or 0) for node in nodes]
    whole = (max(ends) - min(starts)).total_seconds() if nodes else 0.0
    for node, start in zip(nodes, starts, strict=True):
        node["begins"] = _part(start, min(starts), whole)
        node["lasts"] = min((node["duration"] or 0) / whole, 1 - node["begins"]) if whole else 1.0
        node["name"] = as_object(as_object(node["metadata"]).get("otel")).get("name") or node["config"]["name"]
    return {
        **session,
        "rows": in_order(nodes),
        "is_cut": len(found) > MOST_LOGS,
        "seconds": whole,
        "cost": _total(nodes, "cost"),
        "tokens": _total(nodes, "tokens"),
        "errors": sum(node["error"] is not None for node in nodes),
    }


def in_order(nodes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put children below their parents; a parent that is not there, or a circle, leaves a log at the top."""
    known = {node["id"] for node in nodes}
    children: dict[str | None, list[dict[str, Any]]] = {}
    for node in nodes:
        parent = node["parent_id"] if node["parent_id"] in known else None
        children.setdefault(parent, []).append(node)
    ordered: list[dict[str, Any]] = []
    placed: set[str] = set()
    # After the tops come those that are in a circle: whichever is first is shown as a top.
    for top in (*children.get(None, ()), *nodes):
        waiting = [(top, 0)]
        while waiting:
            node, depth = waiting.pop()
            if node["id"] not in placed:
                placed.add(node["id"])
                ordered.append({**node, "depth": depth})
                waiting += [(child, depth + 1) for child in reversed(children.get(node["id"], []))]
    return ordered


def _part(moment: datetime, start: datetime, whole: float) -> float:
    return (moment - start).total_seconds() / whole if whole else 0.0


def _total(nodes: Sequence[dict[str, Any]], name: str) -> float | None:
    found = [node[name] for node in nodes if node[name] is not None]
    return sum(found) if found else None
