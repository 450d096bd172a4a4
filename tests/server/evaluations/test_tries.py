"""A result that ends the server again and again is an error on that result, and nothing else is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from humanloop.server.domain.evaluation_tries import RESULT_GIVEN_UP, begin_tries, in_waves, key_of
from tests.server.evaluations.conftest import make_bench
from tests.server.platform.test_workers import Command, serving
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from pathlib import Path

# It does not kill the server, which the sandbox would not let it; it is there when the test does.
POISON = (
    "import time\n\ndef judge(log):\n    if log['output'] == 'Say poison':\n        time.sleep(60)\n    return True\n"
)


def test_what_is_begun_is_counted() -> None:
    assert begin_tries({"a": 1, "b": 1}, ["b", "c"]) == {"a": 1, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("tries", "waves"),
    [
        ({}, [[0, 1], [2, 3], [4]]),
        ({"b": 1}, [[0, 2], [3, 4], [1]]),
        (dict.fromkeys("abcde", 1), [[0], [1], [2], [3], [4]]),
    ],
)
def test_who_is_suspected_is_alone(tries: dict[str, int], waves: list[list[int]]) -> None:
    assert in_waves("abcde", tries, 2) == waves


def test_a_result_that_has_ended_three_servers_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    words = ["one", "two", "poison", "three", "four", "five"]
    with serving(str(path)) as command:
        api = command.api
        bench = make_bench(api, api.ok("projects.create", {"name": "p"}))
        judge = bench.evaluator("python", code=POISON)
        made = bench.start(bench.words(*words), judge)
        logs = wait_for(lambda: [row["log"] for row in bench.rows(made)], all)
        (poison,) = (key_of(log["id"], judge["id"]) for log in logs if log["output"] == "Say poison")
        _kill(command)
    for tries in (1, 2):
        with serving(str(path)) as command:
            wait_for(lambda: _tries(path).get(poison), lambda seen, tries=tries: seen == tries, 40)
            _kill(command)
    with serving(str(path)) as command:
        bench = make_bench(command.api, bench.project)
        bench.until(made, "completed")
        found = {row["log"]["output"]: row["evaluation_results"] for row in bench.rows(made)}
    assert {output: len(results) for output, results in found.items()} == {f"Say {word}": 1 for word in words}
    errors = {output: results[0]["error"] for output, results in found.items() if results[0]["error"]}
    assert errors == {"Say poison": RESULT_GIVEN_UP}
    assert all(results[0]["value"] is True for output, results in found.items() if output not in errors)


def _kill(command: Command) -> None:
    command.process.kill()
    command.process.wait()


def _tries(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        (text,) = database.execute("SELECT tries FROM evaluations").fetchone()
    found: dict[str, int] = json.loads(text) if text else {}
    return found
