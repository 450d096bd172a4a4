"""Logs that are kept no longer: of all projects, or of one that says so; what stays, and what is written down."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain import audit
from humanloop.server.domain.retention import check_term, is_old
from humanloop.server.errors import InvalidRequestError
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def serving(database: str = "sqlite://", **chosen: Any) -> AbstractContextManager[RunningServer]:
    settings = {"database": database, "port": 0, "api_key": SecretStr("k" * 20), "provider_fallback": "mock"} | chosen
    return serve_in_thread(settings=Settings(**settings))


def retention(api: Api, project: str, body: Any = None, **headers: str) -> Any:
    answer = api.http(
        "GET" if body is None else "PATCH",
        f"/projects/{project}/retention",
        headers={"X-API-KEY": api.server.api_key, "Content-Type": "application/json", **headers},
        body=None if body is None else json.dumps(body),
    )
    return answer.status, answer.json


def make_older(running: RunningServer, days: int, project: str, *, only: str = "1 = 1") -> None:
    moment = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
    statement = f"UPDATE logs SET created_at = '{moment}', arrived_at = '{moment}' WHERE project_id = '{project}'"
    statement += f" AND {only}"
    service_of(running.app).store.writer.submit(lambda connection: connection.exec_driver_sql(statement)).result()


def count(api: Api, project: str) -> int:
    total: int = api.ok("logs.list", query={"project_id": project})["total"]
    return total


def entries(running: RunningServer) -> list[tuple[str, str, str, Any]]:
    found = service_of(running.app).store.writer.submit(audit.entries).result()
    return [(each["who"], each["action"], each["subject"], each["detail"]) for each in found]


@pytest.mark.parametrize(
    ("created", "arrived", "old"),
    [
        (NOON - DAY, NOON - DAY, True),
        (NOON - DAY, None, True),
        (NOON, NOON, False),
        # Imported lately, however old it is.
        (NOON - 900 * DAY, NOON, False),
        (NOON, NOON - DAY, False),
    ],
)
def test_the_age_of_a_log(created: datetime, arrived: datetime | None, old: bool) -> None:
    assert is_old(created, arrived, NOON) is old


@pytest.mark.parametrize(
    "body", [[], {"keep_logs_days": 0}, {"keep_logs_days": True}, {"days": 1}, {"keep_logs_days": "9"}]
)
def test_bodies_that_are_none(body: Any) -> None:
    with pytest.raises(InvalidRequestError):
        check_term(body)


def test_a_project_says_for_itself(on_both: Api) -> None:
    api, running = on_both, on_both.server
    kept, swept = (api.ok("projects.create", {"name": api.name()})["id"] for _ in range(2))
    names = {api.ok("projects.get", id=each)["name"]: each for each in (kept, swept)}
    for name in names:
        api.ok("logs.log", [{"project": name, "output": f"{number} in {name}"} for number in range(250)])
        api.ok("logs.log", {"project": name, "output": "lately imported", "created_at": "2020-01-01T00:00:00Z"})
    for project in (kept, swept):
        make_older(running, 31, project, only="output LIKE '%% in %%'")
    name = next(name for name, each in names.items() if each == swept)
    api.ok("logs.log", {"project": name, "output": "new"})
    assert retention(api, swept) == (200, {"keep_logs_days": None})
    assert retention(api, swept, {"keep_logs_days": 30}) == (200, {"keep_logs_days": 30})
    assert wait_for(lambda: count(api, swept), lambda total: total <= 2) == 2
    assert count(api, kept) == 251
    assert api.ok("logs.list", query={"project_id": swept, "search": " in "})["total"] == 0
    outputs = {each["output"] for each in api.ok("logs.list", query={"project_id": swept})["records"]}
    assert outputs == {"new", "lately imported"}
    all_of_it = ("server", "retention.delete", swept, {"logs": 250, "keep_logs_days": 30})
    wait_for(lambda: entries(running), lambda found: all_of_it in found)
    mine = [each for each in entries(running) if each[2] == swept]
    assert [each[:2] for each in mine] == [("server", "retention.delete"), ("setting", "retention.change")]
    assert mine[1][3] == {"keep_logs_days": 30, "before": None}
    assert retention(api, swept, {"keep_logs_days": None}) == (200, {"keep_logs_days": None})
    assert retention(api, "pr_none")[0] == 404
    assert retention(api, swept, {"keep_logs_days": 0})[0] == 422


def test_the_setting_holds_for_all_others(api_class: type[Api], tmp_path: Any) -> None:
    database = str(tmp_path / "x.db")
    with serving(database) as running:
        api = api_class(running)
        for name in ("own", "other"):
            api.ok("logs.log", {"project": name, "output": "x"})
        ids = {each["name"]: each["id"] for each in api.ok("projects.list")["records"]}
        retention(api, ids["own"], {"keep_logs_days": 100})
        for project in ids.values():
            make_older(running, 50, project)
    with serving(database, keep_logs_days=30) as running:
        api = api_class(running)
        wait_for(lambda: count(api, ids["other"]), lambda total: total == 0)
        assert count(api, ids["own"]) == 1
        # And again, as often as is wanted.
    with serving(database, keep_logs_days=30, retention_seconds=0.05) as running:
        api = api_class(running)
        api.ok("logs.log", {"project": "other", "output": "later"})
        make_older(running, 31, ids["other"])
        wait_for(lambda: count(api, ids["other"]), lambda total: total == 0)


def test_averages_of_evaluations_and_datapoints_stay(api_class: type[Api]) -> None:
    with serving() as running:
        api = api_class(running)
        config = {"model": "m", "provider": "openai", "prompt_template": "x"}
        saved = api.ok("model_configs.register", {"project": "p", **config})["config"]["id"]
        project = api.ok("projects.list")["records"][0]["id"]
        dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project)["id"]
        points = [{"inputs": {}, "target": {"output": text}} for text in ("a", "b", "c")]
        api.ok("datasets.create_datapoint", points, dataset_id=dataset)
        evaluator = {
            "name": "e",
            "description": "",
            "type": "python",
            "arguments_type": "target_required",
            "return_type": "number",
            "code": "def judge(log, testcase):\n    return {'a': 1, 'b': 2, 'c': 6}[testcase['target']['output']]",
        }
        made = api.ok("evaluators.create", evaluator)["id"]
        body = {"config_id": saved, "evaluator_ids": [made], "dataset_id": dataset}
        run = api.ok("evaluations.create", body, project_id=project)["id"]

        def look() -> Any:
            return api.ok("evaluations.get", id=run, query={"evaluator_aggregates": True})

        before = wait_for(look, lambda found: found["status"] == "completed")["evaluator_aggregates"]
        assert before[0]["aggregate_value"] == 3
        make_older(running, 10, project)
        retention(api, project, {"keep_logs_days": 5})
        wait_for(lambda: count(api, project), lambda total: total == 0)
        after = look()
        assert (after["evaluator_aggregates"], after["status"]) == (before, "completed")
        assert len(api.ok("datasets.list_datapoints", dataset_id=dataset)["records"]) == 3


def test_it_stands_in_the_served_description_and_is_marked(api: Api) -> None:
    described = urllib3.request("GET", f"{api.server.url}/openapi.json").json()
    path = described["paths"]["/projects/{id}/retention"]
    assert {method: each["operationId"] for method, each in path.items()} == {
        "get": "Projects_getRetention",
        "patch": "Projects_updateRetention",
    }
    assert all(each["x-humanloop-addition"] is True for each in path.values())
    assert "x-humanloop-addition" not in described["paths"]["/projects/{id}"]["get"]
