"""What new logs add to counters, and how that is written: once, at the end, and in one order.

Two transactions that change the same rows in different orders wait for each other for ever. So the rows of a group of
jobs are changed together, as its last statements: sessions, their projects, projects, configs, each by id. Beside other
servers, projects and configs are counted in rows of the writer's own (`log_counts`): most logs of two servers belong to
the same ones, while a session is most often with one of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from humanloop.server.store import configs, projects, sessions
from humanloop.server.store.log_counts import note_counts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class Counts:
    """Logs that are to be counted.

    Args:
        projects: Id of a project → new logs.
        configs: Id of a config → new logs.
        session_projects: Session and project → new logs.
        joined: Id of a project → sessions that are new to it.
        moment: When that was.
    """

    projects: Counter[str]
    configs: Counter[str]
    session_projects: Counter[tuple[str, str]]
    moment: datetime
    joined: Counter[str] = field(default_factory=Counter[str])

    def __add__(self, later: Counts) -> Counts:
        """Count those of a later moment with these."""
        return Counts(
            self.projects + later.projects,
            self.configs + later.configs,
            self.session_projects + later.session_projects,
            later.moment,
            self.joined + later.joined,
        )

    def write_sessions(self, connection: Connection) -> Counts:
        """Add to the columns of sessions and their projects; answers what is left to be counted."""
        if not self.session_projects:
            return self
        of_sessions: Counter[str] = Counter()
        for (session_id, _), logs in self.session_projects.items():
            of_sessions[session_id] += logs
        sessions.add_to_sessions(connection, dict(sorted(of_sessions.items())), self.moment)
        pairs = dict(sorted(self.session_projects.items()))
        joined = Counter(sessions.add_to_session_projects(connection, pairs, self.moment))
        return replace(self, session_projects=Counter(), joined=self.joined + joined)

    def note(self, connection: Connection, writer: int) -> None:
        """Add to the columns of sessions, and to rows of this writer's own for the others."""
        left = self.write_sessions(connection)
        of_projects = {project_id: (logs, left.joined[project_id]) for project_id, logs in left.projects.items()}
        of_configs = {config_id: (logs, 0) for config_id, logs in left.configs.items()}
        note_counts(connection, writer, {**of_projects, **of_configs}, self.moment)

    def write(self, connection: Connection) -> None:
        """Add to all columns."""
        left = self.write_sessions(connection)
        of_projects = {
            project_id: (logs, left.joined[project_id]) for project_id, logs in sorted(left.projects.items())
        }
        projects.add_to_projects(connection, of_projects, self.moment)
        configs.add_to_configs(connection, dict(sorted(self.configs.items())), self.moment)


def counts_of(rows: Iterable[Row], moment: datetime) -> Counts:
    """Count new logs by all that has a counter of them."""
    found = list(rows)
    return Counts(
        Counter(row["project_id"] for row in found),
        Counter(row["config_id"] for row in found),
        Counter((row["session_id"], row["project_id"]) for row in found if row["session_id"] is not None),
        moment,
    )
