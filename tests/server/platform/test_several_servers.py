"""Two servers on one PostgreSQL do together what one does alone."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.app import service_of
from humanloop.server.domain.counters import repair_counters, wrong_counters
from tests.server.platform.several import several, statuses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api, Reply
    from tests.server.platform.postgresql import Cluster
    from tests.server.platform.several import Several

    Json = dict[str, Any]

CONFIG = {"type": "model", "model": "m"}


@pytest.fixture(scope="module")
def both(cluster: Cluster) -> Iterator[Several]:
    before = cluster.log().count("deadlock detected")
    with several(cluster.new_database("several"), environments="production,staging") as servers:
        yield servers
    assert cluster.log().count("deadlock detected") == before


@pytest.fixture(autouse=True)
def _counted(both: Several) -> Iterator[None]:
    """Whatever a test has done, the counters are right afterwards."""
    yield
    store = service_of(both.one.server.app).store
    assert store.writer.submit(wrong_counters).result() == []


@pytest.fixture
def project(both: Several) -> Json:
    found: Json = both.one.ok("projects.create", {"name": both.one.name()})
    return found


def log(api: Api, project: Json, **fields: Any) -> Json:
    found: Json = api.ok("logs.log", {"project_id": project["id"], "output": "x", **fields})
    return found


def test_a_write_under_a_key_is_done_once(both: Several, project: Json) -> None:
    body = {"project_id": project["id"], "output": "x", "config": CONFIG, "session_reference_id": both.one.name()}
    for number in range(40):
        key = {"Idempotency-Key": f"{project['id']} {number}"}
        one, other = both.at_once(lambda api, key=key: api.call("logs.log", body, headers=key))
        assert statuses([one, other]) == [200, 200]
        assert one.data == other.data
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 40


def test_many_writes_under_few_keys_are_done_once(both: Several, project: Json) -> None:
    def write(number: int, api: Api) -> Reply:
        body = {"project_id": project["id"], "output": str(number)}
        return api.call("logs.log", body, headers={"Idempotency-Key": f"few {project['id']} {number}"})

    numbers = [number for number in range(40) for _ in range(4)]
    random.Random(1).shuffle(numbers)
    replies = both.shared_out([partial(write, number) for number in numbers])
    assert set(statuses(replies)) == {200}
    assert len({reply.data for reply in replies}) == 40
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 40


def test_a_provider_is_asked_once_under_a_key(both: Several, project: Json) -> None:
    body = {
        "project": project["name"],
        "messages": [{"role": "user", "content": "hello"}],
        "model_config": {"model": "m", "provider": "mock"},
    }
    for number in range(10):
        headers = {"Idempotency-Key": f"chat {project['id']} {number}"}
        replies = both.at_once(lambda api, headers=headers: api.call("chats.create", body, headers=headers))
        told = [reply for reply in replies if reply.status == 409]
        assert statuses(replies) in ([200, 200], [200, 409])
        assert all(reply.headers["retry-after"] == "1" for reply in told)
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 10


def test_logs_of_many_projects_get_in_nobodys_way(both: Several) -> None:
    names = [both.one.name() for _ in range(8)]
    choice = random.Random(2)

    def write(name: str, number: int, api: Api) -> int:
        session = {"session_reference_id": f"{names[0]} {number % 20}"} if number % 3 == 0 else {}
        body = {"project": name, "output": str(number), "config": {**CONFIG, "temperature": number % 4 / 10}}
        return api.call("logs.log", {**body, **session}).status

    jobs = [partial(write, choice.choice(names), number) for number in range(400)]
    assert Counter(both.shared_out(jobs)) == {200: 400}
    found = {record["name"]: record["data_count"] for record in both.one.ok("projects.list")["records"]}
    assert sum(found[name] for name in names) == 400


def test_datapoints_are_all_counted_in_versions_of_their_own(both: Several, project: Json) -> None:
    dataset = both.one.ok("datasets.create", {"name": "d", "description": ""}, project_id=project["id"])["id"]
    body = {"inputs": {"q": "x"}, "target": {"output": "y"}}

    def add(api: Api) -> None:
        api.ok("datasets.create_datapoint", [body] * 2, dataset_id=dataset)

    both.shared_out([add] * 40)
    assert both.one.ok("datasets.get", id=dataset)["datapoint_count"] == 80
    page = both.one.ok("datasets.list_datapoints", dataset_id=dataset, query={"size": 200})
    assert page["total"] == len({record["id"] for record in page["records"]}) == 80


def test_what_is_deleted_twice_is_gone_once(both: Several, project: Json) -> None:
    ids = [log(both.one, project)["id"] for _ in range(30)]
    for log_id in ids[:20]:
        replies = both.at_once(lambda api, log_id=log_id: api.call("logs.delete", query={"id": [log_id]}))
        assert statuses(replies) == [204, 204]
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 10


def test_a_user_has_one_current_rating(both: Several, project: Json) -> None:
    for _ in range(15):
        log_id = log(both.one, project)["id"]
        values = iter(["good", "bad"])
        given = {id(api): next(values) for api in both.apis}
        both.at_once(
            lambda api, log_id=log_id, given=given: api.ok(
                "feedback.feedback", {"type": "rating", "value": given[id(api)], "data_id": log_id, "user": "u"}
            )
        )
        assert len(both.one.ok("logs.get", id=log_id)["feedback"]) == 1


def test_a_config_is_deployed_by_both(both: Several, project: Json) -> None:
    def register(api: Api) -> Json:
        body = {"project_id": project["id"], "model": f"of {id(api)}", "prompt_template": "x"}
        found: Json = api.ok("model_configs.register", body)["config"]
        return found

    configs = both.at_once(register)
    environments = both.one.ok("projects.list_deployed_configs", id=project["id"])
    for number in range(20):
        body = {
            "config_id": configs[number % 2]["id"],
            "environments": [{"id": each["environment_id"]} for each in environments],
        }
        replies = both.at_once(
            lambda api, body=body: api.call("projects.deploy_config", body, project_id=project["id"])
        )
        assert set(statuses(replies)) == {200}, [reply.data for reply in replies]


@pytest.mark.parametrize("kind", ["projects.create", "sessions.create", "logs.log", "model_configs.register"])
def test_what_is_there_once_is_made_once(both: Several, kind: str) -> None:
    """A project, or a session that is named: one makes it, and the other finds it."""
    for _ in range(10):
        name = both.one.name()
        body: Json | None = {
            "projects.create": {"name": name},
            "sessions.create": None,
            "logs.log": {"project": name, "output": "x", "session_reference_id": name},
            "model_configs.register": {"project": name, "model": "m", "prompt_template": "x"},
        }[kind]
        replies = both.at_once(lambda api, body=body: api.call(kind, body))
        good = {"projects.create": [200, 409]}.get(kind, [replies[0].status] * 2)
        assert statuses(replies)[-1] < 500
        assert len([reply for reply in replies if reply.status < 400]) == len([each for each in good if each < 400])


def test_counters_that_are_wrong_are_named_and_mended(both: Several, project: Json) -> None:
    import sqlalchemy as sa

    from humanloop.server.store.schema import projects

    log(both.one, project)
    store = service_of(both.one.server.app).store
    spoil = sa.update(projects).where(projects.c.id == project["id"]).values(data_count=-3)
    store.writer.submit(lambda connection: connection.execute(spoil).rowcount).result()
    (wrong,) = store.writer.submit(wrong_counters).result()
    assert str(wrong) == f"projects.data_count of {project['id']} is -3, counted: 1"
    assert store.writer.submit(repair_counters).result() == [wrong]
    assert store.writer.submit(wrong_counters).result() == []
