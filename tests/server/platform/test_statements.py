"""Each statement on logs says which project, or which logs, so that a database can be distributed by the project.

The statements are those that are sent while every operation of the API is called once. A statement that finds logs by
something else is listed here, with the reason why it may; one that is listed and not sent any more is a failure, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.server.test_every_operation import CALLS
from tests.server.worlds import World

if TYPE_CHECKING:
    from tests.server.conftest import Api

_ON_LOGS = re.compile(r"\b(?:FROM|JOIN|UPDATE|,) logs\b")
_BY_PROJECT = re.compile(r"\blogs\.project_id (?:=|IN) \(?(?:\?|SELECT|__\[)")
# Named, or found through a row that names them.
_BY_ID = re.compile(
    r"\blogs\.id (?:=|IN) \(?(?:\?|SELECT|__\[)|\b\w+\.(?:log_id|parent_id) = logs\.id|logs\.id = \w+\.\w*log_id"
)
# What a statement says instead → why it may.
EXCEPTIONS = {
    "logs.reference_id =": "a reference is unique among all projects, and the API asks for it without one",
    "logs.seq IN": "numbers that a statement with the project, or the session, has found just before",
    "logs.session_id =": "a session may have logs of several projects",
}

# What no call sends, but who works beside them, whenever there is something to do: it may come in between or not.
BESIDE = {
    "logs.observability_status": "whoever monitors looks for work in all projects at once, in an index of its own",
}


@pytest.fixture(scope="module")
def statements(api: Api) -> dict[str, set[str]]:
    """Statement → operations that send it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    world, now = World(api), "the beginning"

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        del connection, cursor, rest
        found[statement].add(now)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        for key, build in CALLS.items():
            now = key
            api.call(key, **build(world))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return found


def _misses(statement: str) -> bool:
    is_on_logs = _ON_LOGS.search(statement) is not None
    return is_on_logs and not _BY_PROJECT.search(statement) and not _BY_ID.search(statement)


def test_each_statement_on_logs_carries_the_project_or_the_ids(statements: dict[str, set[str]]) -> None:
    missing = {each: operations for each, operations in statements.items() if _misses(each)}
    reasons = {each: [text for text in (*EXCEPTIONS, *BESIDE) if text in _conditions(each)] for each in missing}
    assert [(each, missing[each]) for each, found in reasons.items() if not found] == []
    needed = {text for found in reasons.values() for text in found}
    assert needed - set(BESIDE) == set(EXCEPTIONS), "one is not needed any more"


def test_most_statements_on_logs_are_looked_at(statements: dict[str, set[str]]) -> None:
    on_logs = [each for each in statements if _ON_LOGS.search(each)]
    assert len(on_logs) > 15
    assert sum(map(_misses, on_logs)) < 10


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT logs.id FROM logs WHERE logs.source = ?",
        "DELETE FROM logs WHERE logs.created_at < ?",
        "UPDATE logs SET project_id=? WHERE logs.source = ?",
        "SELECT logs.id FROM logs, projects WHERE logs.project_id = projects.id AND logs.source = ?",
    ],
)
def test_a_statement_without_either_is_seen(statement: str) -> None:
    assert _misses(statement)
    assert not any(text in _conditions(statement) for text in (*EXCEPTIONS, *BESIDE))


def _conditions(statement: str) -> str:
    return statement.partition("WHERE")[2]
