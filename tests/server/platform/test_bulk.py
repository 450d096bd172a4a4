"""Requests of many records do not ask the database once for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.domain.datapoints import create_datapoints, read_datapoints
from humanloop.server.domain.datasets import create_dataset
from humanloop.server.domain.feedback import give_feedback, read_items
from humanloop.server.domain.logs import create_logs, get_log, read_logs
from humanloop.server.domain.organisation import set_up
from humanloop.server.errors import NotFoundError
from humanloop.server.prices import Rates
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
    places = [("body", number) for number in range(len(items))]
    return give_feedback(connection, read_items(connection.dialect, items, places), strict=False)


def log(connection: Connection, bodies: Records) -> Records:
    new = read_logs(connection.dialect, bodies, [("body", number) for number in range(len(bodies))], Rates({}))
    return create_logs(connection, new, strict=False)


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


@pytest.mark.parametrize(
    "common",
    [
        {"project": "p", "config": {"type": "model", "model": "m"}},
        {"project": "p", "config": {"type": "model", "model": "m", "name": "known"}, "output": "o"},
        {"project": "p", "feedback": [{"type": "rating", "value": "good", "user": "u"}]},
    ],
)
def test_many_logs_take_no_more_statements_than_one(connection: Connection, common: dict[str, Any]) -> None:
    parents = [answer["id"] for answer in log(connection, [{"project": "p", "reference_id": "r"}] * 60)]
    log(connection, [{**common, "session_reference_id": "first"}])

    def bodies(ids: list[str]) -> Records:
        return [{**common, "parent_id": each, "session_reference_id": f"s {each}"} for each in ids]

    one = statements(connection, lambda c: log(c, bodies(parents[:1])))
    many = statements(connection, lambda c: log(c, bodies(parents[1:])))
    assert many <= one + 1


def test_datapoints_of_many_logs_take_no_more_statements_than_one(connection: Connection) -> None:
    made = log(connection, [{"project": "p", "inputs": {"n": number}, "output": "o"} for number in range(60)])
    ids = [answer["id"] for answer in made]
    dataset = create_dataset(connection, made[0]["project_id"], {"name": "d", "description": ""})["id"]

    def copy(wanted: list[str]) -> Callable[[Connection], object]:
        return lambda c: create_datapoints(c, dataset, read_datapoints(c.dialect, {"log_ids": wanted}))

    assert statements(connection, copy(ids)) <= statements(connection, copy(ids[:1]))
    with pytest.raises(NotFoundError, match="data_missing"):
        copy([*ids, "data_missing"])(connection)


@pytest.mark.parametrize(
    "body",
    [
        {
            "inputs": {"a": ["\0 {}", {}], "b": 1.5},
            "messages": [{"role": "user", "content": "m"}],
            "metadata": {"k": None},
        },
        {"output": "nul \0", "error": "e\0", "duration": 2, "source": "s\0", "tools": [{"name": "t"}], "save": True},
        {"output": "gone", "save": False, "reference_id": "r", "created_at": "2024-02-03T04:05:06+02:00"},
        {"feedback": [{"type": "rating", "value": "good"}, {"type": "size", "value": 3.5, "user": "u"}]},
    ],
)
def test_what_is_stored_among_many_is_what_is_stored_alone(connection: Connection, body: dict[str, Any]) -> None:
    """Many rows go into the database another way than one."""
    alone, *many = (
        get_log(connection, answer["id"])
        for answers in (log(connection, [{"project": "p", **body}]), log(connection, [{"project": "p", **body}] * 60))
        for answer in answers
    )
    changing = {"id", "data_id", "updated_at", *(() if "created_at" in str(body) else ("created_at",))}

    def steady(answer: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answer.items() if name not in changing and name != "feedback"}

    for each in many:
        assert steady(each) == steady(alone)
        assert list(map(steady, each["feedback"])) == list(map(steady, alone["feedback"]))


def test_the_last_name_of_a_config_is_the_one_it_keeps(connection: Connection) -> None:
    def named(name: str) -> dict[str, Any]:
        return {"project": "p", "config": {"type": "model", "model": "m", "name": name}}

    ids = [answer["id"] for answer in log(connection, [named("a"), named("b"), named("a")])]
    assert {get_log(connection, each)["config"]["name"] for each in ids} == {"a"}


def test_logs_of_one_request_share_what_they_make(connection: Connection) -> None:
    bodies = [{"project": f"p{number % 2}", "session_reference_id": f"s{number % 3}"} for number in range(12)]
    answers = log(connection, bodies)
    assert len({answer["project_id"] for answer in answers}) == 2
    assert [answer["session_id"] for answer in answers] == [answer["session_id"] for answer in answers[:3]] * 4
