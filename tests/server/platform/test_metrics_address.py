"""`/metrics`: who may read it, what stands in it, and what never does."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.applications import Starlette

from humanloop.server import RunningServer, Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.http.numbers import merged
from humanloop.server.tally import Spread, Tally
from tests.server.platform.test_workers import serving as workers_serving
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tests.server.conftest import Api

KEY = "k" * 20


def serving(**chosen: Any) -> AbstractContextManager[RunningServer]:
    settings: dict[str, Any] = {
        "database": "sqlite://",
        "port": 0,
        "api_key": SecretStr(KEY),
        "provider_fallback": "mock",
        "evaluator_seconds": 1,
    }
    return serve_in_thread(settings=Settings(**{**settings, **chosen}))


def ask(running: RunningServer, method: str = "GET", **headers: str) -> Any:
    return urllib3.request(method, running.url.removesuffix("/v4") + "/metrics", headers=headers, retries=False)


def numbers(running: RunningServer) -> dict[str, float]:
    """All numbers, by name and labels."""
    answer = ask(running)
    assert answer.status == 200
    return {
        sample.name + "".join(f",{name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.data.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("mode", "headers", "status"),
    [
        ("local", {}, 200),
        # Through a proxy that is trusted, whoever it comes from.
        ("local", {"X-Forwarded-For": "127.0.0.1"}, 401),
        ("local", {"X-Forwarded-For": "203.0.113.5"}, 401),
        ("local", {"X-Forwarded-For": "203.0.113.5", "X-API-KEY": KEY}, 200),
        ("key", {}, 401),
        ("key", {"X-API-KEY": "another"}, 401),
        ("key", {"X-API-KEY": KEY}, 200),
        ("key", {"Authorization": f"Bearer {KEY}"}, 200),
        ("open", {}, 200),
        ("off", {"X-API-KEY": KEY}, 404),
    ],
)
def test_who_may_read(mode: str, headers: dict[str, str], status: int) -> None:
    trusted = "127.0.0.1" if "X-Forwarded-For" in headers else ""
    with serving(metrics=mode, trusted_proxies=trusted, root_path="/below") as running:
        answer = ask(running, **headers)
        assert answer.status == status
        assert (b"humanloop_requests_total" in answer.data) is (status == 200)
        assert ask(running, "POST", **headers).status == (404 if mode == "off" else 405)


def test_requests_and_what_the_writer_does(api_class: type[Api]) -> None:
    with serving() as running:
        api = api_class(running)
        for _ in range(3):
            api.ok("logs.log", {"project": "p", "output": "x"})
        api.fail(404, "logs.get", id="log_none")
        urllib3.request("GET", f"{running.url}/nothing/here", retries=False)
        urllib3.request("GET", f"{running.url.removesuffix('/v4')}/health/live", retries=False)
        found = numbers(running)
        assert found["humanloop_requests_total,operation=none,status=404"] == 1
        assert found["humanloop_requests_total,operation=health_live,status=200"] == 1
        answered = [value for name, value in found.items() if name.startswith("humanloop_requests_total")]
        assert sum(answered) == 6
        counted = [value for name, value in found.items() if name.startswith("humanloop_request_seconds_count")]
        assert sum(counted) == 6
        assert found["humanloop_writer_queue"] == 0
        assert found["humanloop_writer_group_size"] == 1
        assert found["humanloop_database_errors_total"] == 0
        assert 20e6 < found["process_resident_memory_bytes"] < 2e9
        # The answer of the one before is counted, too.
        assert numbers(running)["humanloop_requests_total,operation=metrics,status=200"] == 1
        text = ask(running).data.decode()
        assert not [word for word in ("log_none", "nothing", KEY, "127.0.0.1") if word in text]
        with pytest.raises(Exception, match="no such table"):
            service_of(running.app).store.writer.submit(lambda c: c.exec_driver_sql("SELECT 1 FROM none")).result()
        assert numbers(running)["humanloop_database_errors_total"] >= 1


def test_other_forms(server: RunningServer) -> None:
    answer = ask(server, Accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.data.endswith(b"# EOF\n")
    assert ask(server, "HEAD").data == b""


def test_providers_evaluations_and_the_sandbox(api_class: type[Api]) -> None:
    with serving(prices={"m": {"input": 1_000_000, "output": 2_000_000}}) as running:
        api = api_class(running)
        config = {"model": "m", "provider": "openai", "prompt_template": "x"}
        api.ok("completions.create", {"project": "p", "model_config": config, "num_samples": 2})
        api.stream("completions.create", {"project": "p", "model_config": config})
        found = numbers(running)
        assert found["humanloop_provider_calls_total,provider=mock,status=200"] == 2
        prompt = found["humanloop_provider_tokens_total,kind=prompt,provider=mock"]
        output = found["humanloop_provider_tokens_total,kind=output,provider=mock"]
        assert prompt > 0
        assert output > 0
        assert found["humanloop_provider_cost_dollars_total,provider=mock"] == prompt + 2 * output
        project = api.ok("projects.list")["records"][0]["id"]
        dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project)["id"]
        api.ok("datasets.create_datapoint", [{"inputs": {}}], dataset_id=dataset)
        saved = api.ok("model_configs.register", {"project": "p", **config})["config"]["id"]
        for number, code in enumerate(("return True", "while True: pass")):
            evaluator = {
                "name": f"e{number}",
                "description": "",
                "type": "python",
                "arguments_type": "target_free",
                "return_type": "boolean",
                "code": f"def judge(log):\n    {code}",
            }
            made = api.ok("evaluators.create", evaluator)["id"]
            body = {"config_id": saved, "evaluator_ids": [made], "dataset_id": dataset}
            run = api.ok("evaluations.create", body, project_id=project)["id"]
            wait_for(lambda run=run: api.ok("evaluations.get", id=run)["status"], lambda status: status == "completed")
        found = numbers(running)
        assert found["humanloop_evaluations_total,status=completed"] == 2
        assert found["humanloop_sandbox_kills_total,reason=time"] == 1


def test_numbers_of_several_processes() -> None:
    one = {"counts": {"a": [(["x"], 1)], "b": [([], 2)]}, "spread": {"l": ([1, 0], 0.5)}, "gauges": {"g": 3}}
    other = {"counts": {"a": [(["x"], 2), (["y"], 5)]}, "spread": {"l": ([1, 1], 2), "m": ([0, 1], 9)}, "gauges": {}}
    assert merged([one, other]) == {
        "counts": {"a": [(["x"], 3), (["y"], 5)], "b": [([], 2)]},
        "spread": {"l": ([2, 1], 2.5), "m": ([0, 1], 9)},
        "gauges": {"g": 3},
    }


def test_with_several_workers_the_sums_of_all(postgresql_url: str) -> None:
    with workers_serving(postgresql_url, "--workers", "2", "--log-format", "none") as command:
        running = RunningServer(command.url, "k", Starlette())
        for _ in range(20):
            # Each on a connection of its own, so that both workers get some.
            headers = {"Connection": "close", "X-API-KEY": "k"}
            assert urllib3.request("GET", f"{command.url}/projects", headers=headers).status == 200

        def counted() -> float:
            return numbers(running).get("humanloop_requests_total,operation=Projects_list,status=200", 0)

        victim = command.workers()[0]

        def counted_by_the_other() -> float:
            os.kill(victim, signal.SIGSTOP)
            try:
                return counted()
            finally:
                os.kill(victim, signal.SIGCONT)

        # What one has counted and shown that has ended is not forgotten.
        wait_for(counted_by_the_other, lambda count: count == 20)
        os.kill(victim, signal.SIGKILL)
        wait_for(command.workers, lambda pids: len(pids) == 2 and victim not in pids)
        assert wait_for(counted, lambda count: count >= 20) == 20


def test_tallies() -> None:
    tally = Tally()
    tally.add("a", "x")
    tally.add("a", "x", amount=0.5)
    tally.add("b")
    assert (tally.under("a"), tally.under("b"), tally.under("c")) == ({("x",): 1.5}, {(): 1}, {})
    spread = Spread((1, 2))
    for value in (0.5, 1, 1.5, 9):
        spread.add("x", value)
    assert (spread.counts, spread.sums) == ({"x": [2, 1, 1]}, {"x": 12})
