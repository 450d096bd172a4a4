"""What two servers on one PostgreSQL work on: each thing is one's, and what is said to the other reaches it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.key_records import create_key, revoke_key
from humanloop.server.domain.roles import Caller
from humanloop.server.generation.providers.mock import MockProvider
from humanloop.server.settings import Settings
from tests.server.evaluations.conftest import LENGTH, Bench, make_bench
from tests.server.platform.several import several
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.platform.postgresql import Cluster
    from tests.server.platform.several import Several

    Json = dict[str, Any]


@pytest.fixture(scope="module")
def url(cluster: Cluster) -> str:
    return cluster.new_database("shared_work")


@pytest.fixture(scope="module")
def both(url: str) -> Iterator[Several]:
    with several(url, active_evaluators={"watched": ["length"]}) as servers:
        yield servers


@pytest.fixture
def benches(both: Several) -> list[Bench]:
    """The same bench, as the one server and as the other sees it."""
    first = make_bench(both.one, both.one.ok("projects.create", {"name": both.one.name()}))
    return [first, *(Bench(api, first.project, first.config) for api in both.apis[1:])]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the provider take its time, and note what it is asked, by both servers."""
    seen, generate = list[str](), MockProvider.generate

    async def slowly(self: MockProvider, prompt: Any) -> Any:
        seen.append(str(prompt.messages or prompt.text))
        await asyncio.sleep(0.02)
        return await generate(self, prompt)

    monkeypatch.setattr(MockProvider, "generate", slowly)
    return seen


def test_an_evaluation_is_worked_on_by_one(benches: list[Bench], asked: list[str]) -> None:
    one, other = benches
    made = one.start(one.words(*map(str, range(60))), one.matches(), max_concurrency=8)
    for _ in range(5):
        # Whatever wakes it there, it stays where it is.
        asyncio.run_coroutine_threadsafe(
            service_of(other.api.server.app).runner.look_at(made["id"]), _loop_of(other)
        ).result()
    one.until(made, "completed")
    assert Counter(Counter(asked).values()) == {1: 60}
    rows = one.rows(made)
    assert [len(row["evaluation_results"]) for row in rows] == [1] * 60
    assert one.api.ok("projects.get", id=one.project["id"])["data_count"] == 60


def test_what_is_cancelled_on_the_other_stops(benches: list[Bench], asked: list[str]) -> None:
    one, other = benches
    made = one.start(one.words(*map(str, range(400))), one.matches(), max_concurrency=2)
    wait_for(lambda: asked, lambda seen: len(seen) > 5)
    other.set_status(made, "cancelled")
    began = time.monotonic()
    wait_for(lambda: made["id"] in service_of(one.api.server.app).runner._tasks, lambda works: not works)
    assert time.monotonic() - began < 1
    assert len(asked) < 200


def test_what_is_added_on_the_other_is_worked_on(benches: list[Bench]) -> None:
    one, other = benches
    made = one.start(one.words("a", "b"), one.evaluator("human"))
    wait_for(lambda: one.rows(made), lambda rows: all(row["log"] for row in rows))
    other.api.ok("evaluations.add_evaluators", {"evaluator_ids": [other.matches()["id"]]}, id=made["id"])
    one.until_rows(made, 1)


def test_what_is_deleted_on_the_other_is_not_waited_for(benches: list[Bench]) -> None:
    one, other = benches
    made = one.start(one.words("a", "b"), one.matches(), hl_generated=False)
    one.set_status(made, "running")
    points = [row["datapoint"]["id"] for row in one.rows(made)]
    logs = [
        one.api.ok("evaluations.log", {"datapoint_id": point, "log": {"output": "x"}}, evaluation_id=made["id"])["id"]
        for point in points[:1]
    ]
    other.api.ok("logs.delete", query={"id": logs})
    body = {"datapoint_id": points[1], "log": {"output": "x"}}
    other.api.ok("evaluations.log", body, evaluation_id=made["id"])
    one.until(made, "completed")


def test_new_logs_are_judged_once(both: Several) -> None:
    first = make_bench(both.one, both.one.ok("projects.create", {"name": "watched"}))
    first.evaluator("python", name="length", code=LENGTH, return_type="number")
    made = both.shared_out(
        [lambda api: api.ok("logs.log", [{"project": "watched", "output": "four"}] * 10) for _ in range(8)]
    )
    for log_id in (log["id"] for logs in made for log in logs):
        log = wait_for(
            lambda log_id=log_id: both.one.ok("logs.get", id=log_id),
            lambda log: log["observability_status"] == "completed",
        )
        assert [result["value"] for result in log["evaluation_results"]] == [4]


def test_a_choice_of_evaluators_is_left_to_who_names_it(both: Several, url: str) -> None:
    names = ["kept", "changed"]
    for name in names:
        both.one.ok("projects.create", {"name": name})

    def chosen(**active: list[str]) -> dict[str, bool]:
        settings = Settings(database=url, port=0, active_evaluators=active)
        with serve_in_thread(settings=settings):
            store = service_of(both.one.server.app).store
            from humanloop.server.store.evaluators import is_monitored_name

            return {
                name: store.writer.submit(lambda c, name=name: is_monitored_name(c, name)).result() for name in names
            }

    assert chosen(kept=["length"], changed=["length"]) == {"kept": True, "changed": True}
    assert chosen() == {"kept": True, "changed": True}
    assert chosen(changed=[]) == {"kept": True, "changed": False}


def test_a_new_key_is_known_to_all_within_moments_and_a_revoked_one_is_not(both: Several) -> None:
    writer, by = service_of(both.one.server.app).store.writer, Caller("command:tester")
    key = writer.submit(lambda connection: create_key(connection, by, "new")).result()
    for wanted in (200, 401):
        for api in both.apis:
            wait_for(
                lambda api=api: api.call("projects.list", headers={"X-API-KEY": key}).status,
                lambda status, wanted=wanted: status == wanted,
                5,
            )
        if wanted == 200:
            writer.submit(lambda connection: revoke_key(connection, by, "new")).result()


def _loop_of(bench: Bench) -> asyncio.AbstractEventLoop:
    (task, *_) = service_of(bench.api.server.app).rounds._tasks.values()
    return task.get_loop()
