"""Two servers on one PostgreSQL do together what one does alone."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.app import service_of
from humanloop.server.domain.counters import repair_counters, wrong_counters
from humanloop.server.domain.idempotency import LEASE, once_of
from humanloop.server.errors import InProgressError
from tests.server.platform.several import several, statuses
from tests.server.polling import wait_for

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


def test_a_claim_of_a_dead_server_is_taken_over_when_its_lease_is_over(
    both: Several, project: Json, caplog: pytest.LogCaptureFixture
) -> None:
    """Until then everybody is told to come back; then one asks again, and the claim has left nothing behind."""
    body = {
        "project": project["name"],
        "messages": [{"role": "user", "content": "hello"}],
        "model_config": {"model": "m", "provider": "mock"},
    }
    name = f"taken over {project['id']}"
    service = service_of(both.one.server.app)
    submit, caller = service.store.writer.submit, service.keys.check("k").name
    once = once_of(caller, name, "POST", b"", b"", 200, is_claimed=True)
    assert once is not None
    assert submit(lambda connection: once.claim(connection, "server_dead")).result() is None

    def seconds_left() -> float:
        left = "SELECT extract(epoch FROM expires_at - now()) FROM write_claims WHERE id = :id"
        return float(submit(lambda c: c.scalar(sa.text(left), {"id": once.id})).result())

    for _ in range(3):
        for reply in both.at_once(lambda api: api.call("chats.create", body, headers={"Idempotency-Key": name})):
            assert (reply.status, reply.headers["retry-after"]) == (409, "1")
    # What the refusals rolled back was not the claim, and they have not made it longer.
    assert 5 < seconds_left() < LEASE.total_seconds()
    over = "UPDATE write_claims SET expires_at = now() - interval '1 second' WHERE id = :id"
    submit(lambda c: c.execute(sa.text(over), {"id": once.id})).result()
    replies = both.at_once(lambda api: api.call("chats.create", body, headers={"Idempotency-Key": name}))
    assert statuses(replies) in ([200, 200], [200, 409])
    assert [record.message for record in caplog.records if "asking again" in record.message] == [
        "A server has ended while it asked a provider under an Idempotency-Key: asking again."
    ]
    assert both.one.ok("projects.get", id=project["id"])["data_count"] == 1
    count_claims = sa.text("SELECT count(*) FROM write_claims WHERE id = :id")
    # Who comes when all is done gives its claim up a little later.
    wait_for(lambda: submit(lambda c: c.scalar(count_claims, {"id": once.id})).result(), lambda found: found == 0)


def test_who_works_longer_than_a_lease_keeps_the_claim(both: Several, project: Json) -> None:
    service = service_of(both.one.server.app)
    submit, idempotency = service.store.writer.submit, service.idempotency
    mine, others = (
        once_of("caller", f"{whose} {project['id']}", "POST", b"", b"", 200, is_claimed=True)
        for whose in ("mine", "others")
    )
    assert mine is not None
    assert others is not None
    idempotency.take(mine)
    submit(lambda c: mine.claim(c, idempotency.owner)).result()
    submit(lambda c: others.claim(c, "server_other")).result()
    submit(lambda c: c.execute(sa.text("UPDATE write_claims SET expires_at = now() + interval '1 second'"))).result()
    submit(idempotency.renew).result()
    late = "SELECT id FROM write_claims WHERE expires_at > now() + interval '10 seconds'"
    assert submit(lambda c: c.scalars(sa.text(late)).all()).result() == [mine.id]
    with pytest.raises(InProgressError):
        submit(lambda c: mine.claim(c, "server_other")).result()
    submit(lambda c: idempotency.give_up(c, mine)).result()
    assert idempotency.release(mine)
    assert submit(lambda c: mine.claim(c, "server_other")).result() is None


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
