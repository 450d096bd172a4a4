"""A project over time, as charts with a table beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.overviews import SPANS, overview
from humanloop.server.web.charts import HEIGHT, WIDTH, bars, ceiling, line
from humanloop.server.web.formats import cost, duration, iso, moment, number, share
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Page
from humanloop.server.web.visit import to_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "overview")
    span = visit.one("over") if visit.one("over") in SPANS else "week"
    found = overview(connection, frame["project"]["id"], span)
    logs = visit.link("projects", frame["project"]["id"], "logs")
    points: list[dict[str, Any]] = [{**point, "link": logs + to_query(_times(point))} for point in found["points"]]
    return {
        **frame,
        **found,
        "points": points,
        "since": {"from": iso(points[0]["start"]), "evaluation": "all"},
        "over": span,
        "spans": list(SPANS),
        "size": (WIDTH, HEIGHT),
        "charts": [
            _bars("Calls", points, "calls", number),
            _bars("Errors", points, "errors", number),
            _bars("Cost", points, "cost", cost),
            _bars("Tokens", points, "tokens", number),
            _lines("Latency", points, ("p50", "p95"), duration, ceiling([point["p95"] for point in points])),
            _lines("Feedback and verdicts", points, ("liked", "true"), share, 1),
        ],
    }


def _times(point: Mapping[str, Any]) -> dict[str, str]:
    """Write the query of the logs of a point."""
    return {"from": iso(point["start"]), "to": iso(point["end"]), "evaluation": "all"}


def _bars(name: str, points: Sequence[dict[str, Any]], key: str, write: Callable[[float], str]) -> dict[str, Any]:
    values = [point[key] for point in points]
    most = ceiling(values)
    rest = "&error=yes" if key == "errors" else ""
    shown = [
        {"bar": bar, "link": point["link"] + rest, "text": f"{moment(point['start'])}: {write(point[key])}"}
        for bar, point in zip(bars(values, most), points, strict=True)
    ]
    return {"name": name, "bars": shown, "lines": [], "most": write(most), "key": key}


def _lines(
    name: str, points: Sequence[dict[str, Any]], keys: Sequence[str], write: Callable[[float | None], str], most: float
) -> dict[str, Any]:
    lines = [line([point[key] for point in points], most) for key in keys]
    shown = [
        {
            "bar": bar,
            "link": point["link"],
            "text": f"{moment(point['start'])}: " + ", ".join(f"{key} {write(point[key])}" for key in keys),
        }
        for bar, point in zip(bars([None] * len(points), most), points, strict=True)
    ]
    return {"name": name, "bars": shown, "lines": lines, "keys": keys, "most": write(most), "key": keys[0]}


ROWS = (Page("/projects/{project}/overview", "overview.html", _show),)
