"""The server on PostgreSQL: the tests make a cluster of their own.

To run all other tests of the server on one too: `HUMANLOOP_TEST_DATABASE=postgresql://… pytest tests/server`.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.store.engine import build_engine
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from humanloop.server import RunningServer
    from tests.server.conftest import Api
    from tests.server.platform.postgresql import Cluster

    Json = dict[str, Any]

JUDGE = "def judge(log, testcase):\n    return log['output'] == testcase['target']['output']\n"


@pytest.fixture
def running(postgresql_url: str) -> Iterator[RunningServer]:
    settings = Settings(
        database=postgresql_url,
        port=0,
        api_key=SecretStr("k"),
        provider_fallback="mock",
        environments="production,staging",
        readers=2,
    )
    with serve_in_thread(settings=settings) as running:
        yield running


@pytest.fixture
def api(running: RunningServer, api_class: type[Api]) -> Api:
    return api_class(running)


def test_logs_feedback_and_search(api: Api) -> None:
    body = [
        {
            "project": "p",
            "output": f"Straße {number}",
            "inputs": {"n": number, "text": 'a "quoted" Ü'},
            "metadata": {"team": "Blue", "number": number},
            "session_reference_id": "s",
            "created_at": f"2024-01-0{number}T12:00:00+02:00",
        }
        for number in (1, 2, 3)
    ]
    logs = api.ok("logs.log", body)
    query = {"project_id": logs[0]["project_id"]}
    assert [entry["id"] for entry in api.ok("logs.list", query=query)["records"]] == [e["id"] for e in logs[::-1]]
    for wanted, total in (
        ({"search": "STRASSE 2"}, 0),
        ({"search": "straße 2"}, 1),
        ({"search": '"QUOTED" ü'}, 3),
        ({"search": "e "}, 3),
        ({"metadata_search": '"number":3'}, 1),
        ({"start_date": "2024-01-02T10:00:00Z"}, 2),
        ({"version_status": "committed"}, 3),
    ):
        assert api.ok("logs.list", query=query | wanted)["total"] == total, wanted
    assert api.ok("logs.get", id=logs[0]["id"])["created_at"] == "2024-01-01T10:00:00Z"
    api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": logs[0]["id"]})
    assert api.ok("logs.get", id=logs[0]["id"])["feedback"][0]["value"] == "good"
    (session,) = api.ok("sessions.list", query=query)["records"]
    assert session["datapoints_count"] == 3
    api.ok("logs.delete", query={"id": [logs[0]["id"]]})
    assert api.ok("projects.get", id=logs[0]["project_id"])["data_count"] == 2


def test_a_list_is_stored_whole_or_not_at_all(api: Api) -> None:
    good, bad = {"project": "p", "output": "x"}, {"project": "p", "output": "x", "session_id": "sesh_none"}
    api.fail(404, "logs.log", [good, bad])
    assert api.ok("projects.list")["total"] == 0


def test_a_write_is_done_once(api: Api) -> None:
    replies = [
        api.call("logs.log", {"project": "p", "output": "x"}, headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert replies[0].data == replies[1].data
    assert replies[1].headers["idempotency-status"] == "replayed"
    assert api.ok("projects.list")["records"][0]["data_count"] == 1


def test_a_config_is_deployed_and_evaluated(api: Api) -> None:
    fields = {"project": "p", "provider": "mock", "model": "m", "prompt_template": "Say {{word}}"}
    config = api.ok("model_configs.register", {**fields, "other": {"mock_output": "Say one"}})
    project_id = config["project_id"]
    answer = api.ok("completions.create_deployed", {"project": "p", "inputs": {"word": "one"}})
    assert answer["data"][0]["output"] == "Say one"
    dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project_id)
    words = [{"inputs": {"word": word}, "target": {"output": f"Say {word}"}} for word in ("one", "two")]
    api.ok("datasets.create_datapoint", words, dataset_id=dataset["id"])
    evaluator = api.ok(
        "evaluators.create",
        {
            "name": "e",
            "description": "",
            "type": "python",
            "code": JUDGE,
            "arguments_type": "target_required",
            "return_type": "boolean",
        },
    )
    evaluation = api.ok(
        "evaluations.create",
        {"config_id": config["config"]["id"], "dataset_id": dataset["id"], "evaluator_ids": [evaluator["id"]]},
        project_id=project_id,
    )

    def found() -> Json:
        answer: Json = api.ok("evaluations.get", id=evaluation["id"], query={"evaluator_aggregates": "true"})
        return answer

    (aggregate,) = wait_for(found, lambda answer: answer["status"] == "completed")["evaluator_aggregates"]
    assert aggregate["aggregate_value"] == 0.5


def test_many_who_log_to_the_same_new_project(api: Api) -> None:
    failures: list[BaseException] = []

    def log(number: int) -> None:
        try:
            for turn in range(5):
                api.ok("logs.log", {"project": f"p{turn}", "output": str(number), "session_reference_id": "s"})
        except BaseException as error:  # noqa: BLE001 - raised where the test sees it
            failures.append(error)

    threads = [threading.Thread(target=log, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]
    assert [project["data_count"] for project in api.ok("projects.list")["records"]] == [8] * 5


def test_transactions_that_got_in_each_others_way_are_run_again(api: Api, postgresql_url: str) -> None:
    """Two that wait for each other: PostgreSQL ends one of them, and the server's is simply run again."""
    api.ok("projects.create", {"name": "a"})
    api.ok("projects.create", {"name": "b"})
    store = service_of(api.server.app).store
    url = postgresql_url.replace("postgresql:", "postgresql+psycopg:")
    other = build_engine(url, writes=True, pool_size=1)
    lock = sa.text("UPDATE projects SET data_count = data_count + :add WHERE name = :name")
    runs: list[int] = []
    held = threading.Event()

    def job(connection: Connection) -> None:
        runs.append(1)
        connection.execute(lock, {"name": "a", "add": 1})
        held.set()
        connection.execute(lock, {"name": "b", "add": 1})

    with other.connect() as connection, connection.begin():
        # The other one looks for such knots late, so that it is the server's that is ended.
        connection.execute(sa.text("SET LOCAL deadlock_timeout = '60s'"))
        connection.execute(lock, {"name": "b", "add": 10})
        written = store.writer.submit(job)
        held.wait(20)
        # Waits until the server's transaction is rolled back.
        connection.execute(lock, {"name": "a", "add": 10})
    written.result(20)
    assert len(runs) >= 2
    assert {project["name"]: project["data_count"] for project in api.ok("projects.list")["records"]} == {
        "a": 11,
        "b": 11,
    }
    other.dispose()


def test_a_lost_connection_is_503_and_comes_back(api: Api, cluster: Cluster) -> None:
    project_id = api.ok("logs.log", {"project": "p", "output": "kept"})["project_id"]
    cluster.stop()
    try:
        for call in (
            lambda: api.call("projects.get", id=project_id),
            lambda: api.call("logs.log", {"project": "p", "output": "lost"}),
        ):
            reply = call()
            assert reply.status == 503, reply.data
            assert reply.headers["retry-after"]
            assert "postgres" not in reply.detail["message"].lower()
    finally:
        cluster.start()
    end = time.monotonic() + 20
    while api.call("projects.get", id=project_id).status != 200:
        assert time.monotonic() < end
    api.ok("logs.log", {"project": "p", "output": "after"})
    assert api.ok("projects.get", id=project_id)["data_count"] == 2


def test_a_statement_that_hangs_is_ended(
    postgresql_url: str, api_class: type[Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("humanloop.server.store.postgresql.STATEMENT_TIMEOUT_MS", 200)
    with serve_in_thread(database=postgresql_url) as running:
        api = api_class(running)
        api.ok("projects.create", {"name": "a"})
        other = build_engine(postgresql_url.replace("postgresql:", "postgresql+psycopg:"), writes=True, pool_size=1)
        with other.connect() as connection, connection.begin():
            connection.execute(sa.text("LOCK TABLE projects"))
            assert api.call("projects.create", {"name": "b"}).status == 503
        other.dispose()
        api.ok("projects.create", {"name": "b"})
