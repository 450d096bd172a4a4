"""Evaluations outlive the process that works on them; keys of providers do not."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette

from humanloop.server import RunningServer
from humanloop.server.evaluation import runner
from humanloop.server.evaluation.run import EvaluationRun
from humanloop.server.generation.providers.mock import MockProvider
from tests.server.evaluations.conftest import make_bench, serving
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]


def test_keys_reach_the_provider_and_are_not_stored(
    api_class: type[Api], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, generate = list[Any](), MockProvider.generate

    async def look(self: MockProvider, prompt: Any) -> Any:
        seen.append(dict(prompt.api_keys))
        return await generate(self, prompt)

    monkeypatch.setattr(MockProvider, "generate", look)
    with serving(api_class, tmp_path) as bench:
        judge = bench.asking("{{log_output}}", return_type="text")
        keys = {"openai": "sk-very-secret", "mock": ""}
        bench.completed(bench.words("a"), judge, provider_api_keys=keys)
    assert seen == [{"openai": "sk-very-secret"}] * 2
    for path in tmp_path.iterdir():
        assert b"sk-very-secret" not in path.read_bytes()


def test_a_run_goes_on_after_a_restart(api_class: type[Api], tmp_path: Path) -> None:
    with serving(api_class, tmp_path) as bench:
        made = start_slowly(bench)
        wait_for(lambda: bench.rows(made)[1]["log"], lambda log: log is not None)
        before = [row["log"]["id"] for row in bench.rows(made) if row["log"]]
    assert len(before) < 12
    with serving(api_class, tmp_path) as bench:
        assert_whole(bench, made, before)


def test_a_run_goes_on_after_the_server_was_killed(api_class: type[Api], tmp_path: Path) -> None:
    with killed_at_the_end(tmp_path) as url:
        api = api_class(RunningServer(url, "", Starlette()))
        bench = make_bench(api, api.ok("projects.create", {"name": "restarted"}))
        made = start_slowly(bench)
        wait_for(lambda: bench.rows(made)[1]["log"], lambda log: log is not None)
        before = [row["log"]["id"] for row in bench.rows(made) if row["log"]]
    with serving(api_class, tmp_path) as bench:
        assert_whole(bench, made, before)


def test_a_run_goes_on_when_its_work_has_failed(
    api_class: type[Api], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures, work = iter([OSError("the disk"), OSError("is full")]), EvaluationRun.work

    async def fail_at_first(self: EvaluationRun) -> None:
        await work(self)
        for failure in failures:
            raise failure

    monkeypatch.setattr(EvaluationRun, "work", fail_at_first)
    monkeypatch.setattr(runner, "_PAUSE_AFTER_FAILURE", 0.01)
    with serving(api_class, tmp_path) as bench:
        made = bench.completed(bench.words("a", "b"), bench.matches())
        assert [row["evaluation_results"][0]["value"] for row in bench.rows(made)] == [True, True]
    assert [record.exc_text is not None for record in caplog.records if "tried again" in record.message] == [True, True]


def start_slowly(bench: Bench) -> Json:
    config = bench.register(prompt_template="Say {{word}}", other={"mock_latency": 0.05})
    dataset = bench.words(*map(str, range(12)))
    return bench.start(dataset, bench.matches(), config_id=config["id"], max_concurrency=1)


def assert_whole(bench: Bench, made: Json, before: list[str]) -> None:
    """Check that nothing was lost and nothing was done twice."""
    bench.until(made, "completed")
    rows = bench.rows(made)
    assert [row["log"]["id"] for row in rows][: len(before)] == before
    assert [row["log"]["output"] for row in rows] == [f"Say {number}" for number in range(12)]
    assert [[result["value"] for result in row["evaluation_results"]] for row in rows] == [[True]] * 12
    assert bench.api.ok("projects.get", id=bench.project["id"])["data_count"] == 12


PROGRAM = """
import sys
from humanloop.server.running import serve
from humanloop.server.settings import Settings

settings = Settings(database=sys.argv[1], port=0, authentication=False, provider_fallback="mock")
serve(settings, lambda running: print(running.url, flush=True))
"""


@contextmanager
def killed_at_the_end(directory: Path) -> Iterator[str]:
    """A server in a process of its own, which gets no chance to clean up."""
    command = [sys.executable, "-c", PROGRAM, f"{directory}/test.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
