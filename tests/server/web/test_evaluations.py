"""Evaluations: started, watched, read and compared."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.domain.findings import Findings

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


def findings(*values: float | str, is_boolean: bool = False) -> Findings:
    return Findings("e", is_boolean, {f"row {place}": value for place, value in enumerate(values)})


@pytest.mark.parametrize(
    ("found", "mean", "distribution"),
    [
        (findings(1, 0, 1, 1, is_boolean=True), 0.75, [("true", "true", 3), ("false", "false", 1)]),
        (findings(2, 4, 2), 8 / 3, [("2", "2", 2), ("4", "4", 1)]),
        (
            findings("rude", "kind", "kind", "true", "1..2"),
            None,
            [("kind", "kind", 2), *[(each, each, 1) for each in ("rude", "true", "1..2")]],
        ),
        (findings(), None, []),
    ],
)
def test_findings_are_summed_up(found: Findings, mean: float | None, distribution: list[tuple[str, str, int]]) -> None:
    assert found.mean == mean
    assert found.distribution == distribution
    assert [len(found.rows_with(part.key)) for part in found.distribution] == [
        part.times for part in found.distribution
    ]
    assert found.rows_with("") == set(found.values)
    assert found.rows_with("nothing like it") == set()


@pytest.mark.parametrize("step", [1, 0.1, 1 / 3, -7e-9])
def test_many_numbers_fall_into_ten_ranges(step: float) -> None:
    found = findings(*(number * step for number in range(101)))
    parts = found.distribution
    assert len(parts) == 10
    assert sum(part.times for part in parts) == 101
    # Each row is in one range, and is found by it.
    rows = [row for part in parts for row in found.rows_with(part.key)]
    assert len(rows) == len(set(rows)) == 101
    assert [len(found.rows_with(part.key)) for part in parts] == [part.times for part in parts]


def test_ranges_have_their_ends_as_names_and_rare_texts_have_one_together() -> None:
    parts = findings(*(float(number) for number in range(101))).distribution
    assert parts[0] == ("0 to 10", "0.0..10.0", 10)
    assert parts[9] == ("90 to 100", "90.0..", 11)
    texts = findings(*("common", "common"), *(f"text {number}" for number in range(20)), "long" * 100).distribution
    assert texts[0] == ("common", "common", 2)
    assert texts[10] == ("other texts", "", 12)


def wait_for(reader: Reader, address: str) -> Any:
    """Wait until an evaluation is complete; answers how far it is."""
    end = time.monotonic() + 30
    while (state := json.loads(reader.get(f"{address}/progress")))["status"] != "completed":
        assert time.monotonic() < end
        time.sleep(0.02)
    return state


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
    assert wait_for(reader, address) == {"status": "completed", "done": 6, "total": 6}
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
    assert "Tick two to 5" in reader.get(f"/app/evaluations/compare?run={first}", 422)
    assert "Tick two to five evaluations" in reader.get(f"/app/projects/{world.project}/evaluations")
    assert "Tick two versions" in reader.get(f"/app/projects/{world.project}/prompts")


@pytest.mark.parametrize("run", [0, 1])
def test_each_number_of_a_report_leads_to_its_rows(reader: Reader, world: World, run: int) -> None:
    address = f"/app/evaluations/{world.runs[run]}"
    page = reader.get(address)
    led = 0
    for href, number in re.findall(r'<a href="([^"]*)#records"[^>]*>(\d+)</a>', page):
        rows = reader.get(html.unescape(href))
        assert f'id="count">{number}<' in rows, href
        assert rows.count("Log of row") == int(number), href
        if verdict := re.search(r"verdict=evfn_[^:%]+(?:%3A|:)(true|false)$", href):
            badges = re.findall(r'<td><span class="badge (?:good|bad)">(true|false)<', rows)
            assert badges == [verdict[1]] * int(number)
        led += 1
    assert led >= 7
    assert "No such rows" in reader.get(f"{address}?failed=evfn_unknown")


def test_errors_lead_to_the_rows_where_the_evaluator_failed(reader: Reader, client: Humanloop, world: World) -> None:
    judge = client.evaluators.create(
        name="not of lamps",
        description="",
        type="python",
        arguments_type="target_free",
        return_type="text",
        code="def judge(log):\n    return {'Do you ship to Iceland?': 'far'}[log['inputs']['question']]\n",
    )
    fields = {"version": world.first, "dataset": world.dataset, "evaluator": judge.id}
    address = reader.post(f"/app/projects/{world.project}/evaluations/new", fields).headers["location"]
    wait_for(reader, address)
    page = reader.get(address)
    assert re.findall(r"failed=evfn_[^\"]*#records\"[^>]*>(\d+)<", page) == ["5"]
    failed = reader.get(f"{address}?failed={judge.id}")
    # Rows keep the numbers that they have in the dataset.
    assert re.findall(r"Log of row (\d+)", failed) == ["1", "2", "3", "4", "5"]
    assert re.findall(r"Log of row (\d+)", reader.get(f"{address}?verdict={judge.id}:far")) == ["6"]
    assert f'/app/evaluations/{address.rpartition("/")[2]}?failed={judge.id}"' in reader.get(
        f"/app/projects/{world.project}/evaluations"
    )


def test_each_number_of_a_comparison_leads_to_its_rows(reader: Reader, world: World) -> None:
    first, second = world.runs
    page = reader.get(f"/app/evaluations/compare?run={first}&run={second}&page=3&only=worse")
    numbers = re.findall(r'href="([^"]+)">(\d+) (better|worse|equal)</a>', page)
    assert len(numbers) == 6
    for href, number, step in numbers:
        rows = reader.get(html.unescape(href))
        assert f'id="count">{number}<' in rows, (href, step)
        file = reader.get(html.unescape(re.search(r'href="([^"]*values\.csv[^"]*)"', rows)[1]))  # type: ignore[index] # there is one
        assert len(file.splitlines()) == int(number) + 1


def test_values_are_downloaded(reader: Reader, world: World) -> None:
    first, second = world.runs
    rows = list(csv.reader(io.StringIO(reader.get(f"/app/evaluations/values.csv?run={first}&run={second}"))))
    assert len(rows) == 7
    assert len(rows[0]) == 5
    assert sorted(row[1:] for row in rows[1:])[4:] == [["false", "83", "false", "113"], ["true", "83", "false", "113"]]
    assert len(reader.get(f"/app/evaluations/values.csv?run={first}").splitlines()[0].split(",")) == 3
