"""The query of a list of logs: what its names mean."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from humanloop.server.domain.log_lists import Stretch
from humanloop.server.domain.log_options import name_and_value
from humanloop.server.domain.times import end_of, now, to_moment
from humanloop.server.store.log_choices import FEEDBACK, LogChoices
from humanloop.server.store.log_search import LogFilter
from humanloop.server.store.log_windows import Spot
from humanloop.server.web.visit import LONGEST_ADDRESS

if TYPE_CHECKING:
    from datetime import datetime

    from humanloop.server.web.visit import Query, Visit

SPANS = {"1h": ("1 hour", 1), "24h": ("24 hours", 24), "7d": ("7 days", 24 * 7), "30d": ("30 days", 24 * 30)}
"""Spans of time up to now: their name, and hours."""
COLUMNS = {
    "inputs": "Inputs",
    "output": "Output",
    "config": "Config",
    "tokens": "Tokens",
    "cost": "Cost",
    "duration": "Duration",
    "feedback": "Feedback",
    "verdicts": "Verdicts",
    "error": "Error",
    "environment": "Environment",
    "source": "Source",
    "session": "Session",
    "user": "User",
}
"""Columns of the table of logs, besides the time."""
DEFAULT_COLUMNS = ("inputs", "output", "config", "tokens", "cost", "duration", "feedback", "verdicts")
FILTERS = (
    "q",
    "config",
    "environment",
    "source",
    "session",
    "user",
    "feedback",
    "verdict",
    "error",
    "from",
    "to",
    "span",
    "evaluation",
)
"""Names that choose logs."""
SORTS = {"time": "timestamp", "duration": "duration", "source": "source"}
"""Columns that logs are sorted by: name in the query → name in the store."""


def filter_of(visit: Visit) -> LogFilter:
    """Read which logs are wanted."""
    start, end = _times(visit)
    return LogFilter(
        search=visit.one("q") or None,
        start=start,
        end=end,
        choices=LogChoices(
            sources=visit.many("source"),
            feedback=_pairs(visit.many("feedback")),
            evaluators=_pairs(visit.many("verdict")),
            configs=visit.many("config"),
            environments=visit.many("environment"),
            sessions=visit.many("session"),
            users=visit.many("user"),
            has_error={"yes": True, "no": False}.get(visit.one("error")),
            of_evaluations={"yes": True, "all": None}.get(visit.one("evaluation"), False),
            sort=_sort(visit),
        ),
    )


def stretch_of(visit: Visit, size: int = 50) -> Stretch:
    """Read which part of the list is wanted: what cannot be read is its beginning."""
    after = visit.one("after")
    if _sort(visit):
        return Stretch(offset=int(after) if after.isdecimal() and len(after) < 10 else 0, size=size)
    return Stretch(spot_of(visit, "after"), spot_of(visit, "before"), size=size)


def spot_of(visit: Visit, name: str) -> Spot | None:
    """Read the place of a log; None if there is none."""
    return Spot.read(visit.one(name))


def columns_of(visit: Visit) -> list[str]:
    """Read which columns are wanted, in their fixed order."""
    given = {name for value in visit.many("columns") for name in value.split(",")} & COLUMNS.keys()
    return [name for name in COLUMNS if name in (given or DEFAULT_COLUMNS)]


def list_query(visit: Visit) -> Query:
    """Answer what of the query makes the list: filters and order."""
    return {name: visit.query[name] for name in (*FILTERS, "sort") if any(visit.query.get(name, ()))}


def query_of_form(visit: Visit) -> Query:
    """Read what a form, or else the address of its page, says made the list that it comes from.

    What is too long for an address is nothing.
    """
    text = visit.field("back").removeprefix("?") or visit.page.partition("?")[2]
    given = parse_qs(text) if len(text) <= LONGEST_ADDRESS else {}
    return {name: given[name] for name in (*FILTERS, "sort") if name in given}


def _times(visit: Visit) -> tuple[datetime | None, datetime | None]:
    hours = SPANS.get(visit.one("span"), ("", 0))[1]
    if hours:
        return now() - timedelta(hours=hours), None
    start, end = visit.one("from"), visit.one("to")
    return to_moment(start) if start else None, end_of(end) if end else None


def _pairs(values: list[str]) -> dict[str, list[str]]:
    """Part names and values; a name may come several times."""
    found: dict[str, list[str]] = {}
    for value in values:
        name, rest = name_and_value(value)
        found.setdefault(name, []).append(rest)
    return found


def _sort(visit: Visit) -> list[tuple[str, bool]]:
    """Read the order; that of time, newest first, is none."""
    column, _, direction = visit.one("sort").rpartition(".")
    if direction not in {"asc", "desc"} or (column, direction) == ("time", "desc"):
        return []
    if column in SORTS:
        return [(SORTS[column], direction == "desc")]
    return [(column, direction == "desc")] if column.startswith(FEEDBACK) else []
