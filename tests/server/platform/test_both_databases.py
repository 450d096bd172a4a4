"""What has to be the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import Bench, make_bench

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.fixture
def bench(on_both: Api) -> Bench:
    return make_bench(on_both, on_both.ok("projects.create", {"name": on_both.name()}))


def test_all_logs_of_an_evaluator_are_in_one_project(bench: Bench) -> None:
    judge = bench.evaluator("python", code="def judge(log):\n    print(log['output'])\n    return True\n")
    words = bench.words(*(f"word {number}" for number in range(120)))
    seen = bench.completed(words, judge, max_concurrency=50)
    seen_again = bench.completed(words, judge)
    results = [row["evaluation_results"][0] for each in (seen, seen_again) for row in bench.rows(each)]
    projects = {result["evaluator_log"]["project_id"] for result in results}
    assert projects == {bench.api.ok("evaluators.get", id=judge["id"])["logging_project"]["id"]}
    page = bench.api.ok("projects.list", query={"filter": judge["name"]})
    assert [(each["id"], each["data_count"]) for each in page["records"]] == [(*projects, 240)]


def test_results_come_in_the_order_of_the_evaluators(bench: Bench) -> None:
    slow = "import time\n\ndef judge(log):\n    time.sleep(0.05)\n    return True\n"
    judges = [
        bench.evaluator("python", code=slow),
        bench.evaluator("external"),
        bench.asking("Is {{log_output}} fine?", says="yes"),
        bench.evaluator("python", code="def judge(log):\n    return False\n"),
    ]
    evaluation = bench.start(bench.words("a", "b", "c"), *judges)
    for row in bench.until_rows(evaluation, 3):
        body = {"log_id": row["log"]["id"], "evaluator_id": judges[1]["id"], "result": True}
        bench.api.ok("evaluations.result", body, evaluation_id=evaluation["id"])
    bench.until(evaluation, "completed")
    wanted = [judge["id"] for judge in judges]
    for row in bench.rows(evaluation):
        log = bench.api.ok("logs.get", id=row["log"]["id"])
        for results in (row["evaluation_results"], row["log"]["evaluation_results"], log["evaluation_results"]):
            assert [result["evaluator_id"] for result in results] == wanted
