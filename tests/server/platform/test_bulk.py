"""Requests of many records do not ask the database once for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.domain.feedback import give_feedback
from humanloop.server.domain.logs import create_logs
from humanloop.server.domain.organisation import set_up
from humanloop.server.store.engine import build_engine
from humanloop.server.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection

Records = list[dict[str, Any]]


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = build_engine("sqlite://", writes=True, pool_size=1)
    metadata.create_all(engine)
    with engine.begin() as connection:
        set_up(connection, ["production"])
        yield connection
    engine.dispose()


def statements(connection: Connection, job: Callable[[Connection], object]) -> int:
    """Count the statements of a job."""
    counted: list[str] = []

    def count(*event: Any) -> None:
        counted.append(event[2])

    sa.event.listen(connection, "before_cursor_execute", count)
    job(connection)
    sa.event.remove(connection, "before_cursor_execute", count)
    return len(counted)


def give(connection: Connection, items: Records) -> Records:
    return give_feedback(connection, items, [("body", number) for number in range(len(items))], strict=False)


def log(connection: Connection, bodies: Records) -> Records:
    return create_logs(connection, bodies, [("body", number) for number in range(len(bodies))], strict=False)


@pytest.mark.parametrize(
    "given",
    [
        [{"type": "rating", "value": "good"}, {"type": "rating", "value": "bad"}],
        [{"type": f"new {number}", "value": f"label {number}"} for number in range(3)],
        [{"type": "action", "value": "copied"}, {"type": "action", "value": "copied", "unset": True}],
        [{"type": "comment", "value": "long"}, {"type": "score", "value": 0.5}],
    ],
)
def test_feedback_of_many_logs_takes_no_more_statements_than_that_of_one(
    connection: Connection, given: Records
) -> None:
    ids = [answer["id"] for answer in log(connection, [{"project": "p"}] * 60)]
    give(connection, [{**item, "data_id": ids[0]} for item in given])
    one = statements(connection, lambda c: give(c, [{**item, "data_id": ids[1]} for item in given]))
    many = statements(connection, lambda c: give(c, [{**item, "data_id": each} for each in ids for item in given]))
    assert many <= one + 1
