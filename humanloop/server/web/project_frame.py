"""What all pages of a project show around their own: its name and its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

TABS = (
    ("overview", "Overview"),
    ("logs", "Logs"),
    ("sessions", "Sessions"),
    ("prompts", "Prompts"),
    ("datasets", "Datasets"),
    ("evaluations", "Evaluations"),
    ("evaluators", "Evaluators"),
    ("experiments", "Experiments"),
    ("settings", "Settings"),
)
"""Tabs of a project: the end of the address, and the name."""


def project_frame(connection: Connection, visit: Visit, tab: str, project_id: str | None = None) -> dict[str, Any]:
    """Read the project of a page.

    Args:
        connection: The database.
        visit: The request; it names the project in its path if nothing else is given.
        tab: The tab that the page belongs to.
        project_id: The project.

    Raises:
        NotFoundError: There is no such project.
    """
    project = projects.find_project(connection, project_id or visit.path["project"])
    return {"project": project, "tab": tab, "tabs": TABS}
