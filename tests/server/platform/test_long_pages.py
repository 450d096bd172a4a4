"""Pages of large records are sent in pieces; what is too large is told which size fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop, UnprocessableEntityError
from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.long_pages import fitting, pieces
from humanloop.server.errors import UnavailableError
from humanloop.server.http.limits import Room
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api

TEXT = "x" * 200_000


@pytest.mark.parametrize(
    ("octets", "most", "runs"),
    [
        ([], 10_000, []),
        ([1, 1], 10_000, [[0, 1]]),
        ([9_000, 1, 50_000, 1], 10_000, [[0], [1], [2], [3]]),
        ([3_000] * 5, 10_000, [[0, 1], [2, 3], [4]]),
    ],
)
def test_keys_are_cut_into_runs(octets: list[int], most: int, runs: list[list[int]]) -> None:
    assert list(pieces(list(range(len(octets))), octets, most)) == runs


@pytest.mark.parametrize(("octets", "fits"), [([1] * 9, 9), ([4_000] * 9, 2), ([50_000, 1], 1)])
def test_the_first_records_that_fit_are_counted(octets: list[int], fits: int) -> None:
    assert fitting(octets, 10_000) == fits


def test_there_is_room_for_one_answer_and_not_for_all() -> None:
    room = Room(100)
    room.take(300)
    with pytest.raises(UnavailableError):
        room.take(1)
    room.take(0)
    room.give_back(300)
    room.take(60)
    room.take(40)


@pytest.fixture
def long_api(tmp_path: Path, api_class: type[Api]) -> Iterator[Api]:
    settings = Settings(database=str(tmp_path / "x.db"), port=0, api_key="k", answer_limit=5_000_000)  # type: ignore[arg-type] # made a secret
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def test_a_page_of_large_logs_comes_in_pieces_and_whole(long_api: Api) -> None:
    api = long_api
    bodies = [
        {"project": "p", "output": f"{number} ü {TEXT}", "config": {"type": "model", "model": "m"}}
        for number in range(30)
    ]
    logs = [log["id"] for log in api.ok("logs.log", bodies)]
    project_id = api.ok("logs.get", id=logs[0])["project_id"]
    for key, path, query in (
        ("logs.list", {}, {"project_id": project_id}),
        ("projects.export", {"id": project_id}, {}),
    ):
        (problem,) = api.fail(422, key, query={**query, "size": 30}, **path)
        assert problem["loc"] == ["query", "size"]
        size = int(re.search(r"use size=(\d+)$", problem["msg"])[1])  # type: ignore[index] # it is there
        assert size == 24
        reply = api.call(key, query={**query, "size": size}, **path)
        assert reply.headers["transfer-encoding"] == "chunked"
        page = api.ok(key, query={**query, "size": size}, **path)
        assert (page["total"], page["size"], page["page"]) == (30, size, 0)
        assert [record["id"] for record in page["records"]] == logs[::-1][:size]
        assert page["records"][0] == api.ok("logs.get", id=logs[-1])
        api.fail(422, key, query={**query, "size": size + 1}, **path)
    # One record alone is always answered, and so are those that fit at once.
    assert api.ok("logs.list", query={"project_id": project_id, "size": 1, "page": 29})["records"][0]["id"] == logs[0]


def test_datapoints_come_in_pieces_too(long_api: Api) -> None:
    api = long_api
    project_id = api.ok("projects.create", {"name": "p"})["id"]
    dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project_id)
    points: list[Any] = [{"inputs": {"n": str(number), "text": TEXT}, "target": {"t": 1}} for number in range(20)]
    made = api.ok("datasets.create_datapoint", points, dataset_id=dataset["id"])
    page = api.ok("datasets.list_datapoints", dataset_id=dataset["id"], query={"size": 20})
    assert page["records"] == made
    assert page["total"] == 20


def test_what_goes_wrong_in_the_middle_cuts_the_answer(long_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api = long_api
    logs = api.ok("logs.log", [{"project": "p", "output": TEXT} for _ in range(20)])
    store = service_of(api.server.app).store
    read, calls = store.read, list[int]()

    async def fail(job: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 4:
            raise RuntimeError("the disk is gone")
        return await read(job, **options)

    monkeypatch.setattr(store, "read", fail)
    with Wire(api.server) as wire:
        wire.send(wire.head(f"GET /v4/logs?project_id={logs[0]['project_id']}&size=20"))
        answer = wire.file.read()
    assert answer.startswith(b"HTTP/1.1 200")
    assert not answer.endswith(b"0\r\n\r\n")


def test_one_that_is_deleted_meanwhile_is_left_out(long_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api = long_api
    logs = api.ok("logs.log", [{"project": "p", "output": TEXT} for _ in range(12)])
    store = service_of(api.server.app).store
    read, calls = store.read, list[int]()

    async def delete_meanwhile(job: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            await store.write(lambda c: c.exec_driver_sql("DELETE FROM logs WHERE id = ?", (logs[0]["id"],)))
        return await read(job, **options)

    monkeypatch.setattr(store, "read", delete_meanwhile)
    reply = api.call("logs.list", query={"project_id": logs[0]["project_id"], "size": 12})
    assert [record["id"] for record in reply.json["records"]] == [log["id"] for log in logs[:0:-1]]
    assert reply.json["total"] == 12


async def test_a_walk_makes_its_pages_as_small_as_they_have_to_be(long_api: Api) -> None:
    server = long_api.server
    texts = [TEXT if number % 40 > 7 else "small" for number in range(90)]
    logs = [
        log["id"]
        for start in range(0, 90, 30)
        for log in long_api.ok("logs.log", [{"project": "p", "output": text} for text in texts[start : start + 30]])
    ]
    with Humanloop(host=server.url, api_key=server.api_key) as client:
        project_id = client.logs.get(id=logs[0]).project_id
        for size in (50, 100, 7):
            page = client.logs.list(project_id=project_id, size=size)
            assert [record.id for record in page] == logs[::-1]
            assert len(page) == 90
        page = await client.logs.alist(project_id=project_id)
        assert [record.id async for record in page] == logs[::-1]
        # Who counts pages alone is told.
        with pytest.raises(UnprocessableEntityError, match="use size="):
            client.logs.list(project_id=project_id, size=50, page=0)
        with pytest.raises(UnprocessableEntityError, match="use size="):
            await client.logs.alist(project_id=project_id, size=50, page=0)
