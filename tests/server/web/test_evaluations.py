"""Evaluations: started, watched, read and compared."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from humanloop.server.domain.evaluation_reports import Findings

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


@pytest.mark.parametrize(
    ("findings", "mean", "distribution"),
    [
        (Findings("e", is_boolean=True, values=[1, 0, 1, 1]), 0.75, [("true", 3), ("false", 1)]),
        (Findings("e", is_boolean=False, values=[2, 4, 2]), 8 / 3, [("2", 2), ("4", 1)]),
        (Findings("e", is_boolean=False, values=[]), None, []),
    ],
)
def test_findings_are_summed_up(findings: Findings, mean: float | None, distribution: list[tuple[str, int]]) -> None:
    assert findings.mean == mean
    assert findings.distribution == distribution


def test_many_numbers_fall_into_ten_ranges() -> None:
    found = Findings("e", is_boolean=False, values=[float(value) for value in range(101)]).distribution
    assert [count for _, count in found] == [10] * 9 + [11]
    assert found[0][0] == "0 to 10"


def test_an_evaluation_is_started_and_read(reader: Reader, client: Humanloop, world: World) -> None:
    path = f"/app/projects/{world.project}/evaluations/new"
    page = reader.get(path)
    judge = next(each.id for each in client.evaluators.list() if each.name == "support length")
    assert judge in page
    assert (
        b"Choose at least one evaluator" in reader.post(path, {"version": world.first, "dataset": world.dataset}).data
    )
    started = reader.post(path, {"version": world.first, "dataset": world.dataset, "evaluator": judge, "name": "mine"})
    assert started.status == 303
    address = started.headers["location"]
    end = time.monotonic() + 30
    while (state := json.loads(reader.get(f"{address}/progress")))["status"] != "completed":
        assert time.monotonic() < end
        time.sleep(0.02)
    assert state == {"status": "completed", "done": 6, "total": 6}
    page = reader.get(address)
    assert "mine" in page
    assert "6 of 6" in page


def test_runs_are_compared_against_a_baseline(reader: Reader, world: World) -> None:
    first, second = world.runs
    page = reader.get(f"/app/evaluations/compare?run={first}&run={second}")
    length = re.sub(r"<[^>]+>", "", page[page.index("support length:") :])[:300]
    assert "B warmer has 6 better, 0 worse, 0 equal" in length
    other = reader.get(f"/app/evaluations/compare?run={second}&run={first}&only=worse")
    assert "6 worse" in other
    assert other.count('class="worse"') == 6
    # One answer is short for its question with the first only.
    assert reader.get(f"/app/evaluations/compare?run={first}&run={second}&only=worse").count('class="worse"') == 1
    assert "Choose two" in reader.get(f"/app/evaluations/compare?run={first}", 422)
    assert "Tick two to five evaluations" in reader.get(f"/app/projects/{world.project}/evaluations")
    assert "Tick two versions" in reader.get(f"/app/projects/{world.project}/prompts")


def test_values_are_downloaded(reader: Reader, world: World) -> None:
    first, second = world.runs
    rows = list(csv.reader(io.StringIO(reader.get(f"/app/evaluations/values.csv?run={first}&run={second}"))))
    assert len(rows) == 7
    assert len(rows[0]) == 5
    assert sorted(row[1:] for row in rows[1:])[4:] == [["false", "83", "false", "113"], ["true", "83", "false", "113"]]
    assert len(reader.get(f"/app/evaluations/values.csv?run={first}").splitlines()[0].split(",")) == 3
