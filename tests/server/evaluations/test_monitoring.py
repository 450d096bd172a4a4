"""Monitoring: the evaluators that the settings name judge the new logs of a project."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import RunningServer, Settings, serve_in_thread
from humanloop.server.generation.providers.mock import MockProvider
from tests.server.evaluations.conftest import LENGTH, make_bench
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]

WATCHED = {"support": ["length", "polite", "compares", "person"]}
CHAT: Json = {
    "project": "support",
    "messages": [{"role": "user", "content": "Hello"}],
    "model_config": {"model": "small-1", "provider": "mock"},
}


@contextmanager
def watching(
    api_class: type[Api], active: dict[str, list[str]] = WATCHED, database: str = "sqlite://"
) -> Iterator[Bench]:
    settings = Settings(
        database=database, port=0, authentication=False, provider_fallback="mock", active_evaluators=active
    )
    with serve_in_thread(settings=settings) as server:
        api = api_class(RunningServer(server.url, "", server.app))
        found = api.ok("projects.list", query={"filter": "support"})["records"]
        yield make_bench(api, found[0] if found else api.ok("projects.create", {"name": "support"}))


@pytest.fixture(scope="module")
def watched(api_class: type[Api]) -> Iterator[Bench]:
    """A server whose project `support` is watched by two evaluators that fit its logs, and by two that do not."""
    with watching(api_class) as bench:
        bench.evaluator("python", name="length", code=LENGTH, return_type="number")
        bench.asking("Is {{log_output}} polite?", name="polite", says="Yes.")
        bench.evaluator(
            "python", name="compares", code="def f(log, case):\n    return True", arguments_type="target_required"
        )
        bench.evaluator("human", name="person")
        yield bench


def judged(bench: Bench, log_id: str, status: str = "completed") -> Json:
    return wait_for(lambda: bench.api.ok("logs.get", id=log_id), lambda log: log["observability_status"] == status)


def values(log: Json) -> list[Any]:
    return [result["value"] for result in log["evaluation_results"]]


def test_projects_show_their_active_evaluators(watched: Bench) -> None:
    found = watched.api.ok("projects.get", id=watched.project["id"])["active_evaluators"]
    assert [each["name"] for each in found] == ["length", "polite", "compares", "person"]
    judge = found[1]["logging_project"]
    assert (judge["name"], judge["active_evaluators"]) == ("polite", [])
    other = watched.api.ok("projects.create", {"name": "quiet"})
    assert other["active_evaluators"] == []


def test_new_logs_are_judged(watched: Bench) -> None:
    made = watched.api.ok("logs.log", {"project": "support", "output": "Good day", "session_reference_id": "s1"})
    log = judged(watched, made["id"])
    assert values(log) == [8, True]
    assert [result["evaluation_id"] for result in log["evaluation_results"]] == [None, None]
    own = log["evaluation_results"][1]["evaluator_log"]
    # The judge's own log stands in the session of the log, and is judged by nobody.
    assert own["session_id"] == log["session_id"]
    assert own["provider_request"]["messages"][0]["content"] == "Is Good day polite?"
    assert (own["observability_status"], own["evaluation_results"]) == ("completed", [])
    (listed,) = [
        each
        for each in watched.api.ok("logs.list", query={"project_id": watched.project["id"]})["records"]
        if each["id"] == made["id"]
    ]
    assert listed == log


def test_generated_logs_are_judged_too(watched: Bench) -> None:
    answer = watched.api.ok("chats.create", CHAT)
    assert values(judged(watched, answer["data"][0]["id"])) == [5, True]
    events = watched.api.stream("chats.create", CHAT)
    assert values(judged(watched, events[0]["data"][0]["id"])) == [5, True]


def test_logs_with_a_datapoint_are_compared_as_well(watched: Bench) -> None:
    (point,) = watched.api.ok("datasets.create_datapoint", {}, dataset_id=watched.dataset()["id"])
    body = {"project": "support", "output": "x", "source_datapoint_id": point["id"]}
    assert values(judged(watched, watched.api.ok("logs.log", body)["id"])) == [1, True, True]


def test_many_logs_are_judged_each_once(watched: Bench) -> None:
    bodies = [{"project": "support", "output": "x" * number} for number in range(120)]
    made = watched.api.ok("logs.log", bodies)
    for number, log in enumerate(made):
        assert values(judged(watched, log["id"])) == [number, True]


def test_other_projects_are_not_watched(watched: Bench) -> None:
    made = watched.api.ok("logs.log", {"project": "elsewhere", "output": "x"})
    log = watched.api.ok("logs.get", id=made["id"])
    assert (log["observability_status"], log["evaluation_results"]) == ("completed", [])


def test_a_project_is_watched_by_its_name(watched: Bench) -> None:
    api, project = watched.api, watched.project
    api.ok("projects.update", {"name": "renamed"}, id=project["id"])
    made = api.ok("logs.log", {"project": "renamed", "output": "x"})
    assert api.ok("logs.get", id=made["id"])["evaluation_results"] == []
    assert api.ok("projects.get", id=project["id"])["active_evaluators"] == []
    api.ok("projects.update", {"name": "support"}, id=project["id"])
    made = api.ok("logs.log", {"project": "support", "output": "x"})
    assert values(judged(watched, made["id"])) == [1, True]


def test_the_results_count_for_the_config(watched: Bench) -> None:
    config = watched.register(prompt_template="counted")
    body = {"project": "support", "config_id": config["id"]}
    for output in ("x", "xxx"):
        judged(watched, watched.api.ok("logs.log", {**body, "output": output})["id"])
    found = watched.api.ok("projects.list_configs", id=watched.project["id"], query={"evaluation_aggregates": True})
    (aggregates,) = [each["evaluation_aggregates"] for each in found if each["config"]["id"] == config["id"]]
    assert sorted(each["aggregate_value"] for each in aggregates) == [1, 2]
    assert {each["model_config_id"] for each in aggregates} == {config["id"]}


def test_an_evaluator_that_fails_is_seen_in_the_status(api_class: type[Api]) -> None:
    with watching(api_class, {"support": ["bad", "length"]}) as bench:
        bench.evaluator("python", name="bad", code="def judge(log):\n    return 1 / 0\n")
        bench.evaluator("python", name="length", code=LENGTH, return_type="number")
        log = judged(bench, bench.api.ok("logs.log", {"project": "support", "output": "x"})["id"], "failed")
        assert [each["error"] for each in log["evaluation_results"]] == [
            "ZeroDivisionError: division by zero (line 2)",
            None,
        ]
        assert values(log) == [None, 1]


def test_a_judge_is_not_watched_by_another(api_class: type[Api]) -> None:
    with watching(api_class, {"support": ["polite"], "polite": ["polite"]}) as bench:
        bench.asking("Is {{log_output}} polite?", name="polite", says="Yes.")
        log = judged(bench, bench.api.ok("logs.log", {"project": "support", "output": "x"})["id"])
        own = log["evaluation_results"][0]["evaluator_log"]
        assert bench.api.ok("projects.get", id=own["project_id"])["data_count"] == 1
        assert bench.api.ok("logs.get", id=own["id"])["evaluation_results"] == []


def test_monitoring_goes_on_after_a_restart(
    api_class: type[Api], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, asked = f"{tmp_path}/test.db", threading.Event()
    answer = MockProvider.generate

    async def never(self: MockProvider, prompt: Any) -> Any:
        import asyncio

        asked.set()
        await asyncio.sleep(60)
        return await answer(self, prompt)

    with watching(api_class, {"support": ["polite"]}, database) as bench:
        bench.asking("Is {{log_output}} polite?", name="polite", says="Yes.")
        monkeypatch.setattr(MockProvider, "generate", never)
        made = bench.api.ok("logs.log", [{"project": "support", "output": "x"}] * 3)
        assert asked.wait(10)
        statuses = [bench.api.ok("logs.get", id=log["id"])["observability_status"] for log in made]
        assert statuses == ["running"] * 3
    monkeypatch.undo()
    with watching(api_class, {"support": ["polite"]}, database) as bench:
        assert [values(judged(bench, log["id"])) for log in made] == [[True]] * 3
    # The choice stays where it was made, until it is taken back.
    with watching(api_class, {}, database) as bench:
        log = bench.api.ok("logs.log", {"project": "support", "output": "x"})
        assert values(judged(bench, log["id"])) == [True]
    with watching(api_class, {"support": []}, database) as bench:
        log = bench.api.ok("logs.log", {"project": "support", "output": "x"})
        assert bench.api.ok("logs.get", id=log["id"])["evaluation_results"] == []


def test_settings_that_name_nothing_are_said_at_the_start(
    api_class: type[Api], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database = f"{tmp_path}/test.db"
    with watching(api_class, {}, database) as bench:
        bench.evaluator("python", name="polite", code=LENGTH, return_type="number")
    assert not caplog.messages
    monkeypatch.setenv("HUMANLOOP_SERVER_PLACS", "9")
    with watching(api_class, {"suport": ["politee", "polite"], "support": ["quite another"]}, database):
        assert caplog.messages == [
            "HUMANLOOP_SERVER_PLACS is no setting; did you mean 'HUMANLOOP_SERVER_PLACES'?",
            "active_evaluators: there is no project 'suport' yet; did you mean 'support'?",
            "active_evaluators: there is no evaluator 'politee' yet; did you mean 'polite'?",
            "active_evaluators: there is no evaluator 'quite another' yet; there are 'polite'",
        ]
