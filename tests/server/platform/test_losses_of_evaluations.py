"""Evaluations end, also when what they work on is deleted, or when they end the server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.app import service_of
from humanloop.server.domain.counters import repair_counters, wrong_counters
from humanloop.server.domain.evaluation_work import next_datapoints, next_pairs
from humanloop.server.domain.evaluations import find_evaluation
from humanloop.server.domain.log_rows import remove_logs
from humanloop.server.domain.retention import Sweep
from humanloop.server.store import evaluation_work as work_rows
from humanloop.server.store.schema import evaluations
from tests.server.evaluations.conftest import make_bench, serving
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]

SLOW = "import time\n\ndef judge(log):\n    time.sleep(0.2)\n    return True\n"


@pytest.fixture
def losing(on_both: Api) -> Bench:
    return make_bench(on_both, on_both.ok("projects.create", {"name": on_both.name()}))


def start(bench: Bench, count: int = 8) -> tuple[Json, list[str]]:
    """Start an evaluation that is judged slowly; answers it and its logs once they are all there."""
    made = bench.start(bench.words(*map(str, range(count))), bench.evaluator("python", code=SLOW), max_concurrency=1)
    rows = wait_for(lambda: bench.rows(made), lambda seen: all(row["log"] for row in seen))
    assert len(rows) == count
    return made, [row["log"]["id"] for row in rows]


def test_logs_that_are_deleted_get_no_result_and_no_successor(losing: Bench, caplog: pytest.LogCaptureFixture) -> None:
    made, logs = start(losing)
    losing.api.ok("logs.delete", query={"id": logs[2:]})
    losing.until(made, "completed")
    kept = [row for row in losing.rows(made) if row["log"]]
    assert {row["log"]["id"] for row in kept} == set(logs[:2])
    assert all(row["evaluation_results"][0]["value"] is True for row in kept)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_an_evaluation_all_of_whose_logs_are_deleted_is_completed(losing: Bench) -> None:
    made, logs = start(losing)
    losing.api.ok("logs.delete", query={"id": logs})
    losing.until(made, "completed")


def test_one_that_waited_only_for_what_is_deleted_is_completed(losing: Bench) -> None:
    dataset = losing.words("a", "b")
    made = losing.start(dataset, losing.evaluator("python", code=SLOW), hl_generated=False)
    losing.api.ok("evaluations.update_status", {"status": "running"}, id=made["id"])
    points = [row["datapoint"]["id"] for row in losing.rows(made)]
    logs = []
    for point in points:
        body = {"datapoint_id": point, "log": {"output": "x"}}
        logs.append(losing.api.ok("evaluations.log", body, evaluation_id=made["id"])["id"])
    losing.api.ok("logs.delete", query={"id": logs[:1]})
    losing.until(made, "completed")


def start_by_hand(bench: Bench, evaluator: Json, count: int) -> tuple[Json, list[str]]:
    """Start an evaluation whose logs are posted; answers it and its datapoints."""
    made = bench.start(bench.words(*map(str, range(count))), evaluator, hl_generated=False)
    bench.set_status(made, "running")
    return made, [row["datapoint"]["id"] for row in bench.rows(made)]


def post(bench: Bench, made: Json, point: str, evaluator: Json, result: Any) -> str:
    """Post the log of a datapoint and what an evaluator said of it; answers the log."""
    body = {"datapoint_id": point, "log": {"output": "x"}}
    log: str = bench.api.ok("evaluations.log", body, evaluation_id=made["id"])["id"]
    body = {"log_id": log, "evaluator_id": evaluator["id"], "result": result}
    bench.api.ok("evaluations.result", body, evaluation_id=made["id"])
    return log


def test_a_log_in_the_place_of_a_deleted_one_is_not_counted_twice(losing: Bench) -> None:
    outside = losing.evaluator()
    made, points = start_by_hand(losing, outside, 3)
    for _ in range(2):
        log = post(losing, made, points[0], outside, result=False)
        losing.api.ok("logs.delete", query={"id": [log]})
    post(losing, made, points[0], outside, result=True)
    post(losing, made, points[1], outside, result=True)
    # Both have what they need, and the third has nothing yet.
    assert losing.get(made)["status"] == "running"
    post(losing, made, points[2], outside, result=True)
    assert losing.get(made)["status"] == "completed"
    assert losing.aggregates(made) == {outside["id"]: 1}


def test_no_log_is_generated_where_one_was_deleted(losing: Bench) -> None:
    outside = losing.evaluator()
    made, points = start_by_hand(losing, outside, 3)
    losing.api.ok("logs.delete", query={"id": [post(losing, made, points[0], outside, result=True)]})
    writer = service_of(losing.api.server.app).store.writer
    left = writer.submit(lambda connection: next_datapoints(connection, made["id"], -1, 10)).result()
    assert [row["id"] for row in left] == points[1:]


def test_averages_count_a_datapoint_once_whose_log_was_kept_long_enough(losing: Bench) -> None:
    outside = losing.evaluator(return_type="number")
    made, points = start_by_hand(losing, outside, 3)
    first = post(losing, made, points[0], outside, 1)
    post(losing, made, points[1], outside, 2)
    writer = service_of(losing.api.server.app).store.writer
    sweep = Sweep(losing.project["id"], days=30)
    writer.submit(lambda connection: sweep.delete(connection, [first])).result()
    assert losing.aggregates(made) == {outside["id"]: 1.5}
    # Deleted by hand, a log takes what was said of it along.
    losing.api.ok("logs.delete", query={"id": [post(losing, made, points[0], outside, 9)]})
    assert losing.aggregates(made) == {outside["id"]: 2}
    post(losing, made, points[0], outside, 5)
    assert losing.aggregates(made) == {outside["id"]: 3.5}


def test_an_order_by_averages_is_that_of_the_averages_that_are_answered(losing: Bench) -> None:
    outside = losing.evaluator(return_type="number")
    runs: list[Json] = []
    for numbers in ([9, 1], [3, 3], [8, 4]):
        made, points = start_by_hand(losing, outside, 3)
        logs = [post(losing, made, point, outside, number) for point, number in zip(points, numbers, strict=False)]
        runs.append({**made, "log": logs[0]})
    writer = service_of(losing.api.server.app).store.writer
    sweep = Sweep(losing.project["id"], days=30)
    writer.submit(lambda connection: sweep.delete(connection, [run["log"] for run in runs])).result()
    averages = [losing.aggregates(run)[outside["id"]] for run in runs]
    assert averages == [5, 3, 6]
    wanted = {"project_id": losing.project["id"], "id": [run["id"] for run in runs]}
    for direction, order in (("asc", (1, 0, 2)), ("desc", (2, 0, 1))):
        query = {**wanted, "sort": f"evaluator-{outside['id']}.{direction}"}
        found = losing.api.ok("evaluations.list", query=query)["records"]
        assert [each["id"] for each in found] == [runs[number]["id"] for number in order]


def test_a_total_that_is_wrong_is_named_and_mended(losing: Bench) -> None:
    made, _ = start(losing, 3)
    losing.until(made, "completed")
    writer = service_of(losing.api.server.app).store.writer

    def spoil(connection: Connection) -> None:
        mine = evaluations.c.id == made["id"]
        snapshot = connection.execute(sa.select(evaluations.c.dataset_snapshot).where(mine)).scalar_one()
        spoilt = {**snapshot, "datapoint_count": 7}
        connection.execute(sa.update(evaluations).where(mine).values(dataset_snapshot=spoilt))

    assert writer.submit(wrong_counters).result() == []
    writer.submit(spoil).result()
    (wrong,) = writer.submit(wrong_counters).result()
    assert str(wrong) == f"evaluations.dataset_snapshot of {made['id']} is 7, counted: 3"
    assert writer.submit(repair_counters).result() == [wrong]
    assert writer.submit(wrong_counters).result() == []
    assert losing.api.ok("evaluations.get", id=made["id"])["dataset"]["datapoint_count"] == 3


# In memory, SQLite has one connection, and nothing comes between.
@pytest.mark.parametrize("on_both", ["postgresql"], indirect=True)
def test_a_project_may_be_deleted_between_two_looks_at_what_is_to_be_judged(
    losing: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    api, looks = losing.api, list[int]()
    look = work_rows.pairs_without_result

    def look_and_delete(connection: Connection, evaluation_id: str, types: Any, limit: int) -> list[Any]:
        found = look(connection, evaluation_id, types, limit)
        # With a limit of one somebody only asks whether there are any.
        if found and limit > 1 and not looks:
            looks.append(len(found))
            api.ok("projects.delete", id=losing.project["id"])
        return found

    monkeypatch.setattr(work_rows, "pairs_without_result", look_and_delete)
    made = losing.start(losing.words("a", "b"), losing.evaluator("python", code=SLOW))
    runner = service_of(api.server.app).runner
    wait_for(lambda: bool(looks) and made["id"] not in runner._tasks, bool)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_log_that_goes_between_two_looks_of_a_write_is_passed_over(
    losing: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = start(losing)
    losing.set_status(made, "cancelled")
    look, seen = work_rows.pairs_without_result, list[str]()

    def look_and_delete(connection: Connection, *more: Any) -> list[Any]:
        found = look(connection, *more)
        seen.extend(row["log_id"] for row in found)
        remove_logs(connection, seen[:1])
        return found

    monkeypatch.setattr(work_rows, "pairs_without_result", look_and_delete)
    writer = service_of(losing.api.server.app).store.writer
    pairs = writer.submit(lambda c: next_pairs(c, find_evaluation(c, made["id"]), 100)).result()
    assert [pair.log["id"] for pair in pairs] == seen[1:] != []


@pytest.mark.parametrize("what", ["project", "dataset", "evaluator"])
def test_what_an_evaluation_needs_may_be_deleted_while_it_runs(
    losing: Bench, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    api = losing.api
    made, _ = start(losing, 4)
    if what == "project":
        api.ok("projects.delete", id=losing.project["id"])
    elif what == "dataset":
        api.ok("datasets.delete", id=made["dataset"]["id"])
    else:
        api.ok("evaluators.delete", id=made["evaluators"][0]["id"])
    if what == "project":
        runner = api.server.app.state.service.runner
        wait_for(lambda: made["id"] in runner._tasks, lambda is_working: not is_working)
    else:
        losing.until(made, "completed")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_one_that_ends_the_server_again_and_again_is_given_up(api_class: type[Api], tmp_path: Path) -> None:
    with serving(api_class, tmp_path) as bench:
        made, _ = start(bench, 2)
    path = next(tmp_path.glob("*.db"))
    for starts, status in ((2, "completed"), (3, "failed")):
        with closing(sqlite3.connect(path)) as database, database:
            # As if servers had been killed.
            database.execute("DELETE FROM evaluation_results")
            database.execute("UPDATE evaluations SET status = 'running', fruitless_starts = ?", (starts,))
        with serving(api_class, tmp_path) as bench:
            bench.until(made, status)
            errors = {result["error"] for row in bench.rows(made) for result in row["evaluation_results"]}
        assert errors == ({None} if status == "completed" else {GIVEN_UP})


GIVEN_UP = "Not judged: the server ended three times in a row while it worked on this evaluation."
