"""The table of pages: a module for each, which lists its addresses as `ROWS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.web.pages import (
    dataset,
    datasets,
    evaluation,
    evaluations,
    evaluators,
    experiments,
    home,
    keys,
    log,
    logs,
    overview,
    playground,
    playground_rows,
    project_settings,
    projects,
    prompts,
    review,
    session,
    sessions,
    settings,
)

if TYPE_CHECKING:
    from humanloop.server.web.rows import Row

_PAGES = (
    dataset,
    datasets,
    evaluation,
    evaluations,
    evaluators,
    experiments,
    home,
    keys,
    log,
    logs,
    overview,
    playground,
    playground_rows,
    project_settings,
    projects,
    prompts,
    review,
    session,
    sessions,
    settings,
)
ROWS: tuple[Row, ...] = tuple(row for page in _PAGES for row in page.ROWS)
"""All addresses below `/app` but those of the door and of static files."""
