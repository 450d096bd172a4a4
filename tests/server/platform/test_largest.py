"""Texts, lists and filters have a largest size, the same on both databases."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.domain.body_limits import LONGEST_KEY_TEXT, MOST_RECORDS
from humanloop.server.domain.idempotency import forget_old_writes
from humanloop.server.domain.times import now
from humanloop.server.store import schema
from humanloop.server.store.schema import idempotent_writes
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api

FITS, TOO_LONG = "n" * LONGEST_KEY_TEXT, "\u4e00" * (LONGEST_KEY_TEXT + 1)


@pytest.mark.parametrize(
    ("key", "body", "place"),
    [
        ("projects.create", {"name": TOO_LONG}, ["body", "name"]),
        (
            "projects.create",
            {"name": "x", "feedback_types": [{"type": TOO_LONG}]},
            ["body", "feedback_types", 0, "type"],
        ),
        ("logs.log", {"project": TOO_LONG}, ["body", "project"]),
        ("logs.log", [{"project": "x", "duration": 1e301}], ["body", 0, "duration"]),
        ("logs.log", {"project": "x", "prompt_tokens": 1, "prompt_cost": -1e301}, ["body", "prompt_cost"]),
        ("logs.update", {"duration": 1e301}, ["body", "duration"]),
        ("logs.log", [{"project": "x"}, {"project": "x", "reference_id": TOO_LONG}], ["body", 1, "reference_id"]),
        ("logs.log", {"project": "x", "session_reference_id": TOO_LONG}, ["body", "session_reference_id"]),
        ("feedback.feedback", {"type": "rating", "data_id": "x", "user": TOO_LONG}, ["body", "user"]),
        ("logs.log", {"project": "x", "source": TOO_LONG}, ["body", "source"]),
        ("logs.log", {"project": "x", "config": {"type": "model", "model": TOO_LONG}}, ["body", "config", "model"]),
        ("logs.log", {"project": "x", "feedback": {"type": TOO_LONG, "value": "v"}}, ["body", "feedback", "type"]),
        (
            "logs.log",
            {"project": "x", "feedback": {"type": "rating", "value": TOO_LONG}},
            ["body", "feedback", "value"],
        ),
        ("logs.log", [{"project": "x"}] * (MOST_RECORDS + 1), ["body"]),
        ("logs.log", {"project": "x", "feedback": [{"type": "t", "value": "v"}] * 10_001}, ["body", "feedback"]),
        ("logs.log", [{"project": "x", "feedback": [{"type": "t", "value": "v"}] * 101}] * 100, ["body"]),
    ],
)
def test_what_is_too_large_is_422_at_its_place(on_both: Api, key: str, body: Any, place: list[str | int]) -> None:
    problems = on_both.fail(422, key, body, **({"id": "data_x"} if key == "logs.update" else {}))
    assert [problem["loc"] for problem in problems] == [place]


def test_logs_of_evaluations_are_held_to_the_same_sizes(on_both: Api) -> None:
    for name in ("source", "reference_id", "session_reference_id", "project"):
        body = {"datapoint_id": "evtc_x", "log": {name: TOO_LONG}}
        problems = on_both.fail(422, "evaluations.log", body, evaluation_id="ev_x")
        assert [problem["loc"] for problem in problems] == [["body", "log", name]]


def test_whatever_stands_in_an_index_has_a_largest_size() -> None:
    """What does not come through the API does not either make a row that PostgreSQL's indexes refuse."""
    for table in schema.metadata.tables.values():
        keys = [each.columns for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
        for column in {each for columns in (*keys, *(index.columns for index in table.indexes)) for each in columns}:
            is_text = isinstance(column.type, sa.Text) or isinstance(getattr(column.type, "impl", None), sa.Text)
            assert not is_text or isinstance(column.type, schema.Key), column


def test_what_just_fits_is_stored_and_long_texts_of_users_too(on_both: Api) -> None:
    wide = "\U0001f600" * LONGEST_KEY_TEXT
    project = on_both.ok("projects.create", {"name": wide[:-6] + on_both.name()[-6:]})
    names = {"source": wide, "reference_id": wide, "session_reference_id": wide}
    body = {**names, "project": project["name"], "inputs": {"name": TOO_LONG * 9}, "metadata": {"user": TOO_LONG}}
    given = [{"type": wide, "value": wide, "user": wide}, {"type": "comment", "value": TOO_LONG * 9}]
    log = on_both.ok("logs.log", {**body, "output": TOO_LONG, "feedback": given})
    found = on_both.ok("logs.get", id=log["id"])
    assert found["inputs"] == {"name": TOO_LONG * 9}
    assert len(found["feedback"]) == 2


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({f"feedback-t{number}_filter": "v" for number in range(21)}, ["query"]),
        ({f"evaluator-{number}_filter": "v" for number in range(21)}, ["query"]),
        ({"feedback-t_filter": ["v"] * 101}, ["query", "feedback-t_filter"]),
        ({"source_filter": ["v"] * 101}, ["query", "source_filter"]),
        ({"sort": ["timestamp.asc"] * 11}, ["query", "sort"]),
    ],
)
def test_too_many_filters_are_422(on_both: Api, query: dict[str, Any], place: list[str]) -> None:
    project_id = on_both.ok("logs.log", {"project": "p", "output": "x"})["project_id"]
    problems = on_both.fail(422, "logs.list", query={"project_id": project_id, **query})
    assert [problem["loc"] for problem in problems] == [place]


def test_as_many_filters_as_there_may_be_are_answered(on_both: Api) -> None:
    given = [{"type": f"t{number}", "value": "v"} for number in range(20)]
    log = on_both.ok("logs.log", {"project": "p", "output": "x", "feedback": given})
    values = ["v", *(f"w{number}" for number in range(20))]
    query = {f"feedback-t{number}_filter": values for number in range(20)}
    found = on_both.ok("logs.list", query={"project_id": log["project_id"], "sort": ["feedback-t1.asc"] * 10, **query})
    assert [record["id"] for record in found["records"]] == [log["id"]]


async def test_old_keys_are_forgotten_in_pieces_between_the_writes_of_others(tmp_path: Path) -> None:
    count = 20_000
    store = Store(str(f"sqlite:///{tmp_path / 'x.db'}"))
    row = {"request": "r", "status": 200, "body": b"x" * 300, "created_at": now() - timedelta(hours=25)}
    rows = [{**row, "id": f"{number:064}"} for number in range(count)]
    await store.write(lambda connection: connection.execute(sa.insert(idempotent_writes), rows))
    counted = sa.select(sa.func.count()).select_from(idempotent_writes)
    store.write_in_pieces(forget_old_writes)
    seen: set[int] = set()
    left, longest = count, 0.0
    while left:
        began = time.monotonic()
        left = await store.write(lambda connection: connection.scalar(counted) or 0)
        longest = max(longest, time.monotonic() - began)
        seen.add(left)
    store.close()
    # Others come in between, and wait for one piece at most.
    assert len(seen) > 20
    assert longest < 0.5
