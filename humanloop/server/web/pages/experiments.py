"""The experiments of a project: each arm with its trials, and the share of them that went well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import experiments
from humanloop.server.domain.sampling import successes_in
from humanloop.server.json_values import as_array
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

# How many standard deviations on either side hold 95 % of a normal distribution.
_WIDTH = 1.96


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "experiments")
    found = experiments.list_experiments(connection, frame["project"]["id"])
    return {
        **frame,
        "experiments": [{**each, "arms": [_arm(arm) for arm in as_array(each["configs"])]} for each in found],
    }


def _arm(arm: Mapping[str, Any]) -> dict[str, Any]:
    """Add the share of successes, and the interval in which it lies with 95 % certainty."""
    mean, spread = arm["mean"], arm["spread"]
    if mean is None:
        return {**arm, "share": None, "low": None, "high": None}
    share = successes_in(mean, arm["trials_count"]) / arm["trials_count"]
    return {**arm, "share": share, "low": max(mean - _WIDTH * spread, 0.0), "high": min(mean + _WIDTH * spread, 1.0)}


ROWS = (Page("/projects/{project}/experiments", "experiments.html", _show),)
