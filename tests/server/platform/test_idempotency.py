"""`Idempotency-Key`: once means once, also when two ask at the same time, and after a restart."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop import Humanloop
from humanloop.apis.operations import OPERATIONS
from humanloop.calls.exchange import IDEMPOTENCY_HEADER
from humanloop.server import serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.idempotency import Idempotency, forget_old_writes
from humanloop.server.domain.key_records import create_key
from humanloop.server.domain.roles import Caller
from humanloop.server.domain.times import now
from humanloop.server.store.schema import idempotent_writes
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

    Json = dict[str, Any]

BODY = {"output": "x", "config": {"type": "model", "model": "m"}}
CHAT = {
    "messages": [{"role": "user", "content": "hello"}],
    "model_config": {"model": "m", "provider": "mock", "other": {"mock_output": "said"}},
}


def under(key: str) -> Json:
    return {"Idempotency-Key": key}


def count(api: Api, project: Json) -> int:
    total: int = api.ok("projects.get", id=project["id"])["data_count"]
    return total


@pytest.fixture
def key(api: Api) -> str:
    return f"key of {api.name()}"


def test_support_is_announced_where_the_client_looks(api: Api) -> None:
    for reply in (api.call("projects.list"), api.call("projects.create", {}), api.call("logs.get", id="none")):
        assert reply.headers[IDEMPOTENCY_HEADER] == "supported"


def test_the_same_request_gets_the_same_answer_and_is_done_once(api: Api, project: Json, key: str) -> None:
    body = {**BODY, "project": project["name"]}
    first = api.call("logs.log", body, headers=under(key))
    again = api.call("logs.log", body, headers=under(key))
    assert (first.status, first.data) == (again.status, again.data)
    assert again.headers[IDEMPOTENCY_HEADER] == "replayed"
    assert again.headers["content-type"] == "application/json"
    assert count(api, project) == 1
    api.ok("logs.log", body)
    assert count(api, project) == 2


def test_lists_come_back_as_lists(api: Api, project: Json, key: str) -> None:
    body = [{**BODY, "project": project["name"]}] * 2
    first, again = (api.call("logs.log", body, headers=under(key)).json for _ in range(2))
    assert first == again
    assert len(first) == count(api, project) == 2


def test_the_status_and_the_empty_body_of_a_delete_come_back(api: Api, project: Json, key: str) -> None:
    log = api.ok("logs.log", {**BODY, "project": project["name"]})
    for _ in range(2):
        reply = api.call("logs.delete", query={"id": [log["id"]]}, headers=under(key))
        assert (reply.status, reply.data) == (204, b"")


@pytest.mark.parametrize("change", [{"output": "y"}, {"source": "elsewhere"}])
def test_another_body_under_the_same_key_is_422(api: Api, project: Json, key: str, change: Json) -> None:
    body = {**BODY, "project": project["name"]}
    api.ok("logs.log", body, headers=under(key))
    detail = api.fail(422, "logs.log", {**body, **change}, headers=under(key))
    assert "Idempotency-Key" in detail["message"]
    assert count(api, project) == 1


def test_another_path_or_query_under_the_same_key_is_422(api: Api, project: Json, key: str) -> None:
    api.ok("logs.delete", query={"id": ["data_1"]}, headers=under(key))
    api.fail(422, "logs.delete", query={"id": ["data_2"]}, headers=under(key))
    api.fail(422, "sessions.create", headers=under(key))


def test_keys_of_different_callers_have_nothing_in_common(api: Api) -> None:
    service = service_of(api.server.app)
    writer = service.store.writer
    ids = {api.ok("sessions.create", headers=under("k"))["id"]}
    for caller in ("one", "two"):
        key = writer.submit(lambda c, caller=caller: create_key(c, Caller("command:tester"), caller)).result()
        service.keys.replace(writer.submit(service.known_keys).result())
        ids.add(api.ok("sessions.create", headers={**under("k"), "X-API-KEY": key})["id"])
    assert len(ids) == 3


def test_a_new_key_of_the_same_name_goes_on_where_the_last_one_ended(tmp_path: Path, api_class: type[Api]) -> None:
    ids = set()
    for key in ("the key before" * 2, "the key after" * 2):
        with serve_in_thread(database=str(tmp_path / "x.db"), api_key=key.replace(" ", "-")) as running:
            ids.add(api_class(running).ok("sessions.create", headers=under("k"))["id"])
    assert len(ids) == 1


def test_a_restart_forgets_no_key(tmp_path: Path, api_class: type[Api]) -> None:
    ids = set()
    for _ in range(2):
        with serve_in_thread(database=str(tmp_path / "x.db"), api_key="k") as running:
            ids.add(api_class(running).ok("sessions.create", headers=under("k"))["id"])
    assert len(ids) == 1


def created_at(connection: Connection) -> datetime:
    newest: datetime = connection.scalars(sa.select(sa.func.max(idempotent_writes.c.created_at))).one()
    return newest


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_that_jumps_makes_no_key_older_or_younger(
    tmp_path: Path, api_class: type[Api], jump: Callable[[int], None], days: int
) -> None:
    with serve_in_thread(database=str(tmp_path / "x.db"), api_key="k") as running:
        api, writer = api_class(running), service_of(running.app).store.writer
        before = api.ok("sessions.create", headers=under("before"))
        jump(days)
        log = api.ok("logs.log", {**BODY, "project": "p"})
        jumped = api.ok("logs.get", id=log["id"])["created_at"]
        assert abs(datetime.fromisoformat(jumped) - datetime.now(UTC)) > timedelta(days=1)
        assert api.ok("sessions.create", headers=under("before")) == before
        after = api.ok("sessions.create", headers=under("after"))
        assert writer.submit(forget_old_writes).result() is False
        assert api.ok("sessions.create", headers=under("after")) == after
        assert abs(writer.submit(created_at).result() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_key_of_the_future_counts_from_the_next_start_on(tmp_path: Path, api_class: type[Api]) -> None:
    ids = set()
    for _ in range(2):
        with serve_in_thread(database=str(tmp_path / "x.db"), api_key="k") as running:
            ids.add(api_class(running).ok("sessions.create", headers=under("k"))["id"])
            writer = service_of(running.app).store.writer
            assert writer.submit(created_at).result() <= now()
            later = sa.update(idempotent_writes).values(created_at=now() + timedelta(days=300))
            writer.submit(partial(sa.Connection.execute, statement=later)).result()
    assert len(ids) == 1


def test_what_failed_may_be_tried_again(api: Api, project: Json, key: str) -> None:
    body = {**BODY, "project": project["name"], "session_id": "sesh_none"}
    api.fail(404, "logs.log", body, headers=under(key))
    api.ok("logs.log", {**body, "session_id": None}, headers=under(key))


def test_an_answer_is_given_again_although_it_would_be_refused_by_now(api: Api, key: str) -> None:
    project = api.ok("projects.create", {"name": api.name()})
    body = {**BODY, "project_id": project["id"]}
    first = api.call("logs.log", body, headers=under(key))
    api.ok("projects.delete", id=project["id"])
    assert api.call("logs.log", body).status == 404
    again = api.call("logs.log", body, headers=under(key))
    assert (first.status, first.data) == (again.status, again.data)
    assert api.call("logs.log", body, headers=under(f"{key} 2")).status == 404


def test_what_was_done_before_and_what_is_new_may_come_together(api: Api, project: Json, key: str) -> None:
    gone = api.ok("projects.create", {"name": api.name()})
    bodies = [{**BODY, "project_id": each["id"]} for each in (project, gone)]
    firsts = [api.ok("logs.log", body, headers=under(f"{key} {place}")) for place, body in enumerate(bodies)]
    api.ok("projects.delete", id=gone["id"])
    new = {f"{key} new {number}": bodies[0] for number in range(3)}
    writer, begun, go_on = service_of(api.server.app).store.writer, threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        begun.set()
        go_on.wait()

    writer.submit(hold)
    # From now on, whoever comes waits for the next group.
    begun.wait()
    with ThreadPoolExecutor(len(new) + 3) as callers:
        try:
            old = [
                callers.submit(api.ok, "logs.log", body, headers=under(f"{key} {place}"))
                for place, body in enumerate(bodies)
            ]
            refused = callers.submit(api.call, "logs.log", bodies[1], headers=under(f"{key} refused"))
            made = [callers.submit(api.ok, "logs.log", body, headers=under(name)) for name, body in new.items()]
            wait_for(lambda: writer.waiting, lambda waiting: waiting >= len(new) + 3)
        finally:
            go_on.set()
    assert [each.result() for each in old] == firsts
    assert refused.result().status == 404
    assert len({each.result()["id"] for each in made}) == len(new)
    assert count(api, project) == 1 + len(new)


def test_reads_take_no_notice_of_keys(api: Api, key: str) -> None:
    api.ok("projects.list", headers=under(key))
    api.ok("projects.list", headers=under(key), query={"size": 1})


@pytest.mark.parametrize("given", ["", "x" * 256])
def test_keys_that_make_no_sense_are_400(api: Api, given: str) -> None:
    api.fail(400, "sessions.create", headers=under(given))


def test_who_asks_while_the_first_is_written_gets_its_answer(api: Api, project: Json, key: str) -> None:
    body = {**BODY, "project": project["name"]}
    service, go_on = service_of(api.server.app), threading.Event()
    with ThreadPoolExecutor(2) as callers:
        # The writer is kept busy, so both requests are on their way.
        service.store.writer.submit(lambda _: go_on.wait())
        asked = [callers.submit(api.call, "logs.log", body, headers=under(key)) for _ in range(2)]
        go_on.set()
        first, second = (each.result() for each in asked)
    assert (first.status, second.status) == (200, 200)
    assert first.data == second.data
    assert count(api, project) == 1


def test_a_key_that_a_provider_is_asked_under_is_409_with_retry_after(
    api: Api, project: Json, chat_body: Json, key: str
) -> None:
    body = {**chat_body, "project": project["name"]}
    service, go_on = service_of(api.server.app), threading.Event()
    with ThreadPoolExecutor(1) as callers:
        service.store.writer.submit(lambda _: go_on.wait())
        asked = callers.submit(api.call, "chats.create", body, headers=under(key))
        while not service.idempotency.has_claims:
            pass
        reply = api.call("chats.create", body, headers=under(key))
        assert (reply.status, reply.headers["retry-after"]) == (409, "1")
        go_on.set()
    assert asked.result().status == 200
    assert api.call("chats.create", body, headers=under(key)).data == asked.result().data
    assert count(api, project) == 1


def test_a_chat_that_failed_may_be_tried_again_at_once(api: Api, project: Json, key: str) -> None:
    body = {**CHAT, "project": project["name"], "session_id": "sesh_none"}
    api.fail(404, "chats.create", body, headers=under(key))
    api.ok("chats.create", {**body, "session_id": None}, headers=under(key))


def test_a_chat_that_was_answered_does_not_ask_the_provider_again(api: Api, project: Json, key: str) -> None:
    body = {**CHAT, "project": project["name"]}
    first = api.ok("chats.create", body, headers=under(key))
    assert api.ok("chats.create", body, headers=under(key)) == first
    assert count(api, project) == 1


def test_a_stream_is_given_once(api: Api, chat_body: Json, key: str) -> None:
    body = {**chat_body, "stream": True}
    assert api.call("chats.create", body, headers=under(key)).events
    reply = api.call("chats.create", body, headers=under(key))
    assert (reply.status, reply.detail["type"]) == (409, "conflict_error")
    assert "retry-after" not in reply.headers


def test_the_client_learns_that_it_may_repeat_writes(server: RunningServer) -> None:
    with Humanloop(api_key=server.api_key, host=server.url) as client:
        client.sessions.create()
        assert client.api_client.connections._reliability.idempotent == {server.url.removesuffix("/v4")}


def test_old_answers_are_forgotten(api: Api, key: str) -> None:
    store = service_of(api.server.app).store
    first = api.ok("sessions.create", headers=under(key))
    assert api.ok("sessions.create", headers=under(key)) == first

    def age(connection: Connection) -> None:
        connection.execute(sa.update(idempotent_writes).values(created_at=now() - timedelta(hours=25)))

    def rows(connection: Connection) -> int | None:
        return connection.scalar(sa.select(sa.func.count()).select_from(idempotent_writes))

    store.writer.submit(age).result()
    store.writer.submit(forget_old_writes).result()
    assert store.writer.submit(rows).result() == 0
    assert api.ok("sessions.create", headers=under(key)) != first


@pytest.mark.parametrize("stream", [False, True])
def test_a_key_that_is_too_old_to_count_may_be_taken_again(api: Api, chat_body: Json, key: str, stream: bool) -> None:
    store = service_of(api.server.app).store
    body = {**chat_body, "stream": stream}
    first = api.call("chats.create", body, headers=under(key))

    def age(connection: Connection) -> None:
        connection.execute(sa.update(idempotent_writes).values(created_at=now() - timedelta(hours=24, minutes=1)))

    store.writer.submit(age).result()
    again = api.call("chats.create", body, headers=under(key))
    assert (first.status, again.status) == (200, 200)
    assert first.data != again.data


def test_old_answers_are_looked_for_once_an_hour() -> None:
    idempotency = Idempotency("server_1")
    assert [idempotency.is_purge_due() for _ in range(3)] == [True, False, False]


def test_every_write_answers_what_its_last_transaction_answered() -> None:
    """What is stored for the next time is what the job in `commit` answers; handlers must not change it afterwards."""
    import inspect

    from humanloop.server.routes import HANDLERS

    for key, handler in HANDLERS.items():
        source = inspect.getsource(getattr(handler, "func", handler))
        if OPERATIONS[key].method != "GET" and "call.commit(" in source:
            last = source.strip().rpartition("call.commit(")[0].splitlines()[-1].strip()
            assert last in {"return await", "await"}, (key, last)
