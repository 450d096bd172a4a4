"""What the logs of sessions add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.functions import Seconds
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import logs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def figures_of_sessions(
    connection: Connection, session_ids: Iterable[str], only: Collection[str] = ()
) -> dict[str, Row]:
    """Add up the logs of several sessions, of all projects or of these only.

    Returns:
        Id → `logs`, `errors`, `started`, `seconds`, `cost`.
    """
    prompt, output = logs.c.details["prompt_cost"].as_float(), logs.c.details["output_cost"].as_float()
    # Nothing where no cost is known, which is not the same as 0.
    cost = sa.func.sum(sa.func.coalesce(prompt + output, prompt, output))
    starts = Seconds(logs.c.created_at)
    query = (
        sa.select(
            logs.c.session_id,
            sa.func.count().label("logs"),
            sa.func.count(logs.c.error).label("errors"),
            sa.func.min(logs.c.created_at).label("started"),
            (sa.func.max(starts + sa.func.coalesce(logs.c.duration, 0.0)) - sa.func.min(starts)).label("seconds"),
            cost.label("cost"),
        )
        .where(logs.c.session_id.in_(list(session_ids)))
        .group_by(logs.c.session_id)
    )
    query = query.where(logs.c.project_id.in_(only)) if only else query
    return {row["session_id"]: row for row in all_rows(connection, query)}
