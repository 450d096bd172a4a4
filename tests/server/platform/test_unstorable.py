"""What cannot be stored is an error in its place: nothing is made again for ever, and nothing else is lost."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from humanloop.server import RunningServer, Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.evaluation import runner
from humanloop.server.evaluation.keeping import NOT_STORED, keep
from humanloop.server.evaluation.run import EvaluationRun
from humanloop.server.generation.providers.mock import MockProvider
from humanloop.server.store import schema
from tests.server.evaluations.conftest import make_bench, serving
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

PICKY = (
    "def judge(log):\n    if log['output'].endswith('two'):\n        raise ValueError('unspeakable')\n    return True\n"
)


def refuse(text: str, place: str) -> str:
    """Fail as a function of a team's own might."""
    if "unspeakable" in text:
        raise RuntimeError(place)
    return text


@contextmanager
def refusing(api_class: type[Api], database: str = "sqlite://", **more: Any) -> Iterator[Bench]:
    settings = Settings(
        database=database, port=0, authentication=False, redact_hook=f"{__name__}:refuse", **more, ask_providers=False
    )
    with serve_in_thread(settings=settings) as server:
        api = api_class(RunningServer(server.url, "", server.app))
        yield make_bench(api, api.ok("projects.create", {"name": "picky"}))


@pytest.fixture(params=["sqlite", "postgresql"])
def picky(request: pytest.FixtureRequest, api_class: type[Api]) -> Iterator[Bench]:
    database = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    with refusing(api_class, database) as made:
        yield made


def test_logs_that_cannot_be_stored_are_errors(picky: Bench, caplog: pytest.LogCaptureFixture) -> None:
    words = ["one", "unspeakable", "two", "three", "unspeakable too", "four"]
    made = picky.completed(picky.words(*words), picky.matches())
    rows = picky.rows(made)
    assert [row["log"]["output"] for row in rows] == ["Say one", None, "Say two", "Say three", None, "Say four"]
    assert [row["log"]["error"] for row in rows] == [None, NOT_STORED, None, None, NOT_STORED, None]
    assert [row["evaluation_results"][0]["value"] for row in rows] == [True, False, True, True, False, True]
    assert picky.api.ok("logs.list", query={"project_id": picky.project["id"]})["total"] == len(words)
    assert not [record for record in caplog.records if "tried again" in record.message]


def test_judgements_that_cannot_be_stored_are_errors(picky: Bench) -> None:
    made = picky.completed(picky.words("one", "two", "three"), picky.evaluator("python", code=PICKY))
    results = [row["evaluation_results"][0] for row in picky.rows(made)]
    assert [each["value"] for each in results] == [True, None, True]
    assert [each["error"] for each in results] == [None, NOT_STORED, None]


def test_monitoring_goes_on_after_judgements_that_cannot_be_stored(api_class: type[Api]) -> None:
    with refusing(api_class, active_evaluators={"picky": ["judge"]}) as bench:
        bench.evaluator("python", name="judge", code=PICKY)
        bodies = [{"project": "picky", "output": word} for word in ("one", "two", "three")]
        ids = [each["id"] for each in bench.api.ok("logs.log", bodies)]

        def look() -> list[Any]:
            return [bench.api.ok("logs.get", id=log_id) for log_id in ids]

        logs = wait_for(look, lambda seen: all(log["observability_status"] != "pending" for log in seen))
        logs = wait_for(look, lambda seen: all(log["evaluation_results"] for log in seen))
        assert [log["observability_status"] for log in logs] == ["completed", "failed", "completed"]
        assert [log["evaluation_results"][0]["error"] for log in logs] == [None, NOT_STORED, None]


def test_work_that_fails_again_and_again_ends(
    api: Api, project: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bench = make_bench(api, project)
    asked: list[object] = []
    generate = MockProvider.generate

    async def counted(self: MockProvider, prompt: Any) -> Any:
        asked.append(prompt)
        return await generate(self, prompt)

    async def fail(self: EvaluationRun, new: Any) -> None:
        raise KeyError("a fault of the server")

    monkeypatch.setattr(MockProvider, "generate", counted)
    monkeypatch.setattr(EvaluationRun, "_keep_logs", fail)
    monkeypatch.setattr(runner, "_PAUSE_AFTER_FAILURE", 0.01)
    made = bench.start(bench.words("a"), bench.matches())
    bench.until(made, "failed")
    assert len(asked) == runner._MOST_FAILURES
    assert [record.message for record in caplog.records if made["id"] in record.message][-1].endswith("it ends.")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_monitoring_keeps_what_others_say_of_the_same_log(
    kind: str, api_class: type[Api], request: pytest.FixtureRequest
) -> None:
    database = "sqlite://" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    talking = "def judge(log):\n    print('seen')\n    return True\n"
    names = {"before": talking, "picky one": PICKY, "after": "def judge(log):\n    return False\n"}
    with refusing(api_class, database, active_evaluators={"picky": list(names)}) as bench:
        made = {bench.evaluator("python", name=name, code=code)["id"]: name for name, code in names.items()}
        ids = [each["id"] for each in bench.api.ok("logs.log", [{"project": "picky", "output": "two"}])]

        def look() -> Any:
            return bench.api.ok("logs.get", id=ids[0])

        log = wait_for(look, lambda seen: len(seen["evaluation_results"]) == len(names))
        found = {made[each["evaluator_id"]]: (each["value"], each["error"]) for each in log["evaluation_results"]}
        assert found == {"before": (True, None), "picky one": (None, NOT_STORED), "after": (False, None)}
        assert log["observability_status"] == "failed"
        own = bench.api.ok("projects.list", query={"filter": "before"})["records"]
        assert [each["data_count"] for each in own] == [1]


def test_what_another_server_works_on_by_now_is_not_given_up(
    api_class: type[Api], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(api_class, tmp_path) as bench:
        assert bench.api.server.app is not None
        service = service_of(bench.api.server.app)
        failures: list[str] = []

        async def fail(self: EvaluationRun, new: Any) -> None:
            failures.append(self._id)
            if len(failures) == runner._MOST_FAILURES:
                theirs = sa.update(schema.evaluations).values(owner="another")
                await service.store.write(lambda connection: connection.execute(theirs))
            raise KeyError("a fault of the server")

        monkeypatch.setattr(EvaluationRun, "_keep_logs", fail)
        monkeypatch.setattr(runner, "_PAUSE_AFTER_FAILURE", 0.01)
        keys = {"mock": "sk-theirs"}
        made = bench.start(bench.words("a"), bench.matches(), provider_api_keys=keys)
        wait_for(lambda: made["id"] in service.runner._tasks, lambda works: not works)
        assert failures == [made["id"]] * runner._MOST_FAILURES
        assert bench.get(made)["status"] == "running"
        assert service.runner.tally.under("ended") == {}
        assert service.runner._api_keys == {made["id"]: keys}
        asyncio.run(service.runner.look())
        assert service.runner._api_keys == {}


async def test_what_the_database_is_away_for_is_not_given_up() -> None:
    written: list[list[int]] = []

    async def write(items: list[int]) -> None:
        written.append(items)
        raise ExceptionGroup("", [OperationalError("", None, Exception("the connection is lost"))])

    with pytest.raises(ExceptionGroup):
        await keep([1, 2], write, lambda item: write([-item]))
    assert written == [[1, 2]]
