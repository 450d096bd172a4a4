"""What lists may be filtered and sorted by, held against what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import InvalidRequestError
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import feedback as feedback_rows
from humanloop.server.store.log_choices import FEEDBACK
from humanloop.server.suggestions import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_choices import LogChoices

EVALUATOR = "evaluator-"
"""What the names of columns begin with that are evaluators."""


def check_log_choices(connection: Connection, project_id: str | None, choices: LogChoices) -> None:
    """Refuse filters and columns for types of feedback that the project does not have, and for unknown evaluators.

    Without a project, as in the list of a session, a type of any project will do.

    Raises:
        InvalidRequestError: There are some. They would leave the list empty, or in another order, without a word.
    """
    sorted_by = [name.removeprefix(FEEDBACK) for name, _ in choices.sort if name.startswith(FEEDBACK)]
    if choices.feedback or sorted_by:
        known = feedback_rows.names_of_types(connection, project_id)
        _check(choices.feedback, known, FEEDBACK + "{}_filter", "type of feedback")
        _check(sorted_by, known, "sort", "type of feedback")
    if choices.evaluators:
        known = evaluator_rows.evaluator_ids(connection)
        _check(choices.evaluators, known, EVALUATOR + "{}_filter", "evaluator")


def check_evaluation_order(connection: Connection, sort: Sequence[tuple[str, bool]]) -> None:
    """Refuse columns for unknown evaluators.

    Raises:
        InvalidRequestError: There are some.
    """
    sorted_by = [name.removeprefix(EVALUATOR) for name, _ in sort if name.startswith(EVALUATOR)]
    if sorted_by:
        _check(sorted_by, evaluator_rows.evaluator_ids(connection), "sort", "evaluator")


def _check(wanted: Iterable[str], known: Collection[str], parameter: str, what: str) -> None:
    problems = [
        (("query", parameter.format(name)), f"there is no {what} {name!r}; {meant(name, known)}", "value_error")
        for name in wanted
        if name not in known
    ]
    if problems:
        raise InvalidRequestError(problems)
