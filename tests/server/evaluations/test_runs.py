"""The server at work on evaluations: it generates, judges, fails in part, and goes on after a restart."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.evaluation import runner
from humanloop.server.generation.providers.mock import MockProvider
from tests.server.evaluations.conftest import LENGTH, make_bench
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]


def test_a_run_goes_from_pending_to_completed(api: Api, bench: Bench) -> None:
    matches = bench.matches()
    made = bench.start(bench.words("a", "b", "c", right=2), matches)
    assert made["status"] == "pending"
    assert bench.get(made)["status"] in {"running", "completed"}
    bench.until(made, "completed")
    rows = bench.rows(made)
    assert [row["log"]["output"] for row in rows] == ["Say a", "Say b", "Say c"]
    assert [[each["value"] for each in row["evaluation_results"]] for row in rows] == [[True], [True], [False]]
    assert bench.aggregates(made)[matches["id"]] == pytest.approx(2 / 3)
    for row in rows:
        log = row["log"]
        assert (log["source_datapoint_id"], log["config_id"]) == (row["datapoint"]["id"], bench.config["id"])
        assert (log["inputs"], log["source"]) == (row["datapoint"]["inputs"], "evaluation")
        assert log["evaluation_results"] == row["evaluation_results"]
        assert log["prompt_tokens"] == 2
    assert api.ok("logs.list", query={"project_id": bench.project["id"]})["total"] == 3
    assert api.ok("projects.get", id=bench.project["id"])["data_count"] == 3


@pytest.mark.parametrize("endpoint", ["chat", None])
def test_messages_of_a_datapoint_follow_the_chat_template(bench: Bench, endpoint: str | None) -> None:
    template = [{"role": "system", "content": "You are {{who}}."}]
    config = bench.register(chat_template=template, endpoint=endpoint)
    dataset = bench.dataset({"inputs": {"who": "a cat"}, "messages": [{"role": "user", "content": "hi"}]})
    (row,) = bench.rows(bench.completed(dataset, config_id=config["id"]))
    said = [(message["role"], message["content"]) for message in row["log"]["messages"]]
    assert said == [("system", "You are a cat."), ("user", "hi")]
    assert row["log"]["output"] == "hi"


def test_messages_without_any_template_are_a_chat(bench: Bench) -> None:
    config = bench.register(temperature=0.5)
    dataset = bench.dataset({"messages": [{"role": "user", "content": "hi"}]})
    (row,) = bench.rows(bench.completed(dataset, config_id=config["id"]))
    assert (row["log"]["output"], row["log"]["messages"][0]["content"]) == ("hi", "hi")


def test_an_evaluation_of_nothing_is_complete(bench: Bench) -> None:
    assert bench.completed(bench.dataset(), bench.matches())["status"] == "completed"


def test_evaluators_see_a_generation_that_failed(bench: Bench) -> None:
    sees = bench.evaluator(
        "python", code="def judge(log):\n    return log['error'] is None and log['output'] != None\n"
    )
    dataset = bench.dataset({"inputs": {"word": "a"}}, {"inputs": {"wrong": "b"}})
    fine, broken = bench.rows(bench.completed(dataset, sees))
    assert fine["log"]["error"] is None
    assert broken["log"]["error"] == "The template needs inputs that were not given: word."
    assert broken["log"]["inputs"] == {"wrong": "b"}
    assert [row["evaluation_results"][0]["value"] for row in (fine, broken)] == [True, False]


def test_a_run_has_failed_when_every_generation_has(bench: Bench) -> None:
    config = bench.register(prompt_template="Say {{word}}", other={"mock_error": {"message": "no", "code": 429}})
    length = bench.evaluator("python", code=LENGTH, return_type="number")
    made = bench.until(bench.start(bench.words("a", "b"), length, config_id=config["id"]), "failed")
    assert {row["log"]["error"] for row in bench.rows(made)} == {"no"}
    assert bench.aggregates(made) == {length["id"]: 0}


def test_runs_wait_for_people_and_for_others(bench: Bench) -> None:
    matches, outside, human = bench.matches(), bench.evaluator(), bench.evaluator("human")
    waits_for_others = bench.start(bench.words("a"), matches, outside)
    waits_for_people = bench.start(bench.words("a"), matches, human)
    for made in (waits_for_others, waits_for_people):
        (row,) = bench.until_rows(made, 1)
        assert bench.get(made)["status"] == "running"
    body = {"log_id": row["log"]["id"], "evaluator_id": outside["id"], "result": True}
    row = bench.rows(waits_for_others)[0]
    bench.api.ok("evaluations.result", {**body, "log_id": row["log"]["id"]}, evaluation_id=waits_for_others["id"])
    assert bench.get(waits_for_others)["status"] == "completed"
    assert bench.set_status(waits_for_people, "completed")["status"] == "completed"


@pytest.mark.parametrize("at_once", [1, 3])
def test_only_so_many_generations_run_at_once(bench: Bench, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    now, most, generate = 0, 0, MockProvider.generate

    async def count(self: MockProvider, prompt: Any) -> Any:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return await generate(self, prompt)
        finally:
            now -= 1

    monkeypatch.setattr(MockProvider, "generate", count)
    config = bench.register(prompt_template="Say {{word}}", other={"mock_latency": 0.01})
    bench.completed(bench.words(*"abcdefg"), config_id=config["id"], max_concurrency=at_once)
    assert most == at_once


def test_an_evaluator_that_comes_while_logs_are_generated_judges_them_all(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked, generate = Counter[str](), MockProvider.generate
    gates = {word: threading.Event() for word in "cd"}

    async def ask(self: MockProvider, prompt: Any) -> Any:
        word = prompt.messages[-1]["content"].removeprefix("Say ")
        asked[word] += 1
        if word in gates:
            await asyncio.to_thread(gates[word].wait)
        return await generate(self, prompt)

    monkeypatch.setattr(MockProvider, "generate", ask)
    monkeypatch.setattr(runner, "_PAUSE_AFTER_FAILURE", 0.01)
    made = bench.start(bench.words(*"abcd"), bench.matches(), max_concurrency=2)
    try:
        wait_for(lambda: bench.rows(made)[1]["evaluation_results"], bool)
        late = bench.evaluator("python", code=LENGTH, return_type="number")
        bench.api.ok("evaluations.add_evaluators", {"evaluator_ids": [late["id"]]}, id=made["id"])
        gates["c"].set()
        # It begins while the last log is still to come.
        wait_for(lambda: bench.rows(made)[0]["evaluation_results"], lambda results: len(results) == 2)
    finally:
        for gate in gates.values():
            gate.set()
    bench.until(made, "completed")
    assert [[each["value"] for each in row["evaluation_results"]] for row in bench.rows(made)] == [[True, 5]] * 4
    assert asked == dict.fromkeys("abcd", 1)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_cancelled_run_stops(api: Api, bench: Bench) -> None:
    config = bench.register(prompt_template="Say {{word}}", other={"mock_latency": 0.05})
    made = bench.start(bench.words(*map(str, range(50))), bench.matches(), config_id=config["id"], max_concurrency=1)
    wait_for(lambda: bench.rows(made)[0]["log"], lambda log: log is not None)
    bench.set_status(made, "cancelled")
    logs = [row["log"] and row["log"]["id"] for row in bench.rows(made)]
    assert logs[0]
    assert not logs[-1]
    count = api.ok("projects.get", id=bench.project["id"])["data_count"]
    # Another one runs from start to end meanwhile: the first would have gone on by now.
    bench.completed(bench.words("a", "b", "c"), config_id=config["id"], max_concurrency=1)
    assert [row["log"] and row["log"]["id"] for row in bench.rows(made)] == logs
    assert api.ok("projects.get", id=bench.project["id"])["data_count"] == count + 3


def test_a_provider_that_the_server_cannot_reach_is_the_error_of_each_log(api_class: type[Api], project: Json) -> None:
    with serve_in_thread(provider_fallback=None) as server:
        api = api_class(server)
        bench = make_bench(api, api.ok("projects.create", {"name": "p"}))
        config = bench.register(provider="replicate", prompt_template="x")
        made = bench.until(bench.start(bench.words("a", "b"), config_id=config["id"]), "failed")
        assert ["Replicate" in row["log"]["error"] for row in bench.rows(made)] == [True, True]
        # Logs of elsewhere can be posted.
        posted = {"config_id": config["id"], "dataset_id": bench.dataset()["id"], "evaluator_ids": []}
        assert api.ok("evaluations.create", {**posted, "hl_generated": False}, project_id=bench.project["id"])["id"]
        judge = bench.evaluator("llm", model_config={"model": "m", "provider": "ai21", "prompt_template": "x"})
        made = bench.completed(bench.words("a"), judge)
        ((result,),) = (row["evaluation_results"] for row in bench.rows(made))
        assert "AI21" in result["error"]
