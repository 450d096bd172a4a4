"""How long logs are kept: by the server's setting, or by a project's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.domain import audit
from humanloop.server.domain.log_rows import remove_logs
from humanloop.server.domain.projects import find_project
from humanloop.server.errors import InvalidRequestError
from humanloop.server.store import retention as rows
from humanloop.server.store.moments import steady_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

FIELD = "keep_logs_days"
"""What a project says of it."""
_PIECE = 50
# Logs that are looked at together: many more than a piece where few of them go.
_LOOKED_AT = 1000
_MOST_DAYS = 36_500


def term_of_project(connection: Connection, project_id: str) -> dict[str, Any]:
    """Answer how long a project keeps its logs; null if that is left to the server.

    Raises:
        NotFoundError: There is no such project.
    """
    return {FIELD: find_project(connection, project_id)[FIELD]}


def change_term(connection: Connection, project_id: str, body: dict[str, Any], who: str) -> dict[str, Any]:
    """Change how long a project keeps its logs.

    Args:
        connection: The database.
        project_id: The project.
        body: A body that was checked.
        who: Who changes it, for the audit list.

    Raises:
        NotFoundError: There is no such project.
    """
    before = find_project(connection, project_id)[FIELD]
    if FIELD in body and body[FIELD] != before:
        rows.set_term(connection, project_id, body[FIELD])
        audit.record(connection, who, "retention.change", project_id, {FIELD: body[FIELD], "before": before})
    return term_of_project(connection, project_id)


def check_term(body: Any) -> dict[str, Any]:
    """Check a body that changes how long a project keeps its logs.

    Raises:
        InvalidRequestError: It is something else.
    """
    if not is_object(body):
        raise InvalidRequestError([(("body",), "value is not an object", "type_error.dict")])
    given = dict(body)
    problems: list[tuple[tuple[str | int, ...], str, str]] = [
        (("body", name), f"there is no such field; {FIELD} is the one there is", "extra_forbidden")
        for name in given
        if name != FIELD
    ]
    days = given.get(FIELD)
    if isinstance(days, bool) or not (days is None or (isinstance(days, int) and 1 <= days <= _MOST_DAYS)):
        problems.append((("body", FIELD), f"a whole number of days from 1 to {_MOST_DAYS}, or null", "value_error"))
    if problems:
        raise InvalidRequestError(problems)
    return given


def terms(connection: Connection, of_all: int | None) -> dict[str, int]:
    """Answer for how many days each project keeps its logs; those that keep them for ever are left out.

    Args:
        connection: The database.
        of_all: What the server's setting says.
    """
    found = {row["id"]: of_all if row[FIELD] is None else row[FIELD] for row in rows.all_terms(connection)}
    return {project_id: days for project_id, days in found.items() if days is not None}


@dataclass
class Sweep:
    """The deletion of a project's old logs, piece by piece.

    Args:
        project_id: The project.
        days: How long it keeps them.
    """

    project_id: str
    days: int
    deleted: int = 0
    """Logs that are gone."""
    is_done: bool = False
    """Whether there are no more."""
    _entry: int | None = None
    _mark: rows.Mark | None = None

    def choose(self, connection: Connection) -> tuple[list[str], rows.Mark | None]:
        """Choose the logs that go next; none if the next ones have arrived only lately.

        Returns:
            Their ids, and how far was looked; None if there are no more. `go_on` notes it.
        """
        before = steady_now() - timedelta(days=self.days)
        found = rows.old_logs(connection, self.project_id, before, self._mark, _LOOKED_AT)
        old = [row for row in found if is_old(row["created_at"], row["arrived_at"], before)]
        piece = old[:_PIECE]
        if not found:
            return [], None
        last = piece[-1] if len(old) > _PIECE else found[-1]
        return [row["id"] for row in piece], rows.Mark(last["created_at"], last["seq"])

    def go_on(self, mark: rows.Mark | None) -> None:
        """Note how far was looked."""
        self._mark, self.is_done = mark, mark is None

    def delete(self, connection: Connection, log_ids: Sequence[str]) -> tuple[list[str], int, int]:
        """Delete some logs, and say so in the audit list; an entry stands for all pieces.

        Returns:
            The evaluations that have lost some of theirs, the number of the entry, and how many logs are gone. They are
            noted by `note` once this is committed: until then it may be done again.
        """
        present = rows.present_ids(connection, log_ids)
        rows.keep_numbers(connection, present)
        evaluations = remove_logs(connection, present)
        deleted, entry = self.deleted + len(present), self._entry
        detail = {"logs": deleted, FIELD: self.days}
        if entry is not None:
            rows.change_entry(connection, entry, detail)
        elif present:
            entry = audit.record(connection, "server", "retention.delete", self.project_id, detail)
        return evaluations, entry or 0, deleted

    def note(self, entry: int, deleted: int) -> None:
        """Note what was committed."""
        self._entry, self.deleted = entry or None, deleted


def is_old(created_at: datetime, arrived_at: datetime | None, before: datetime) -> bool:
    """Tell whether a log is older than a moment: by when it was made, and by when it came here."""
    return created_at < before and (arrived_at is None or arrived_at < before)
