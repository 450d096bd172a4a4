"""Paginated lists of the API, walked from their first page to their last, against the local server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import ApiTypeError, Humanloop
from humanloop.apis.operations import OPERATIONS
from humanloop.server import serve_in_thread
from tests.apis import spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST_PAGES = {
    "datasets.list_datapoints": 0,
    "evaluations.list": 0,
    "evaluations.list_datapoints": 1,
    "logs.list": 0,
    "projects.export": 0,
    "projects.list": 0,
    "sessions.list": 1,
}


@pytest.fixture(scope="module")
def client() -> Iterator[Humanloop]:
    with serve_in_thread() as server, Humanloop(api_key=server.api_key, host=server.url) as humanloop:
        yield humanloop


@pytest.fixture(scope="module")
def ids(client: Humanloop) -> dict[str, str]:
    """Projects with five of everything that lists have."""
    project = client.projects.create(name="logs").id
    for number in range(5):
        client.log(
            project_id=project,
            inputs={"n": str(number)},
            output=f"answer {number}",
            session_reference_id=f"session {number}",
        )
    judged = client.projects.create(name="evaluations").id
    registered = client.model_configs.register(project_id=judged, model="gpt-4o", prompt_template="{{n}}")
    config = registered.config.id
    dataset = client.datasets.create(project_id=judged, name="points", description="").id
    points = [{"inputs": {"n": str(number)}, "target": {"output": str(number)}} for number in range(5)]
    client.datasets.create_datapoint(dataset_id=dataset, body=points)
    evaluator = client.evaluators.create(
        name="always", description="", arguments_type="target_free", return_type="boolean", type="human"
    ).id
    evaluations = [
        client.evaluations.create(
            project_id=judged, config_id=config, dataset_id=dataset, evaluator_ids=[evaluator], hl_generated=False
        ).id
        for _ in range(5)
    ]
    client.evaluations.update_status(id=evaluations[0], status="running")
    for point in client.datasets.list_datapoints(dataset):
        log = {"output": "x", "config_id": config, "project_id": judged}
        client.evaluations.log(evaluation_id=evaluations[0], datapoint_id=point.id, log=log)
    for number in range(3):
        client.projects.create(name=f"another {number}")
    return {"logs": project, "judged": judged, "dataset": dataset, "evaluation": evaluations[0]}


CALLS: list[tuple[str, Callable[[Any, dict[str, str]], Any]]] = [
    ("datasets.list_datapoints", lambda call, ids: call(ids["dataset"], size=2)),
    ("evaluations.list", lambda call, ids: call(ids["judged"], size=2)),
    ("evaluations.list_datapoints", lambda call, ids: call(ids["evaluation"], size=2)),
    ("logs.list", lambda call, ids: call(ids["logs"], size=2)),
    ("projects.export", lambda call, ids: call(ids["logs"], size=2)),
    ("projects.list", lambda call, ids: call(size=2)),
    ("sessions.list", lambda call, ids: call(ids["logs"], size=2)),
]


def _method(client: Humanloop, key: str, prefix: str = "") -> Any:
    tag, name = key.split(".")
    return getattr(getattr(client, tag), prefix + name)


def _identity(record: Any) -> str:
    return record.id if hasattr(record, "id") else record.datapoint.id


def test_all_paginated_lists_are_here() -> None:
    found = {key: operation.pages.first for key, operation in OPERATIONS.items() if operation.pages}
    assert found == FIRST_PAGES == {key: FIRST_PAGES[key] for key, _ in CALLS}
    assert {key for key, operation in OPERATIONS.items() if "page" in operation.query} == found.keys()


@pytest.mark.parametrize(("key", "call"), CALLS)
def test_a_list_is_walked_to_its_end(client: Humanloop, ids: dict[str, str], key: str, call: Any) -> None:
    page = call(_method(client, key), ids)
    assert page.page == FIRST_PAGES[key]
    assert (len(page.records), len(page), page.total) == (2, 5, 5)
    records = [_identity(record) for record in page]
    assert len(records) == len(set(records)) == 5
    assert [len(step.records) for step in page.pages()] == [2, 2, 1]
    assert [step.page - FIRST_PAGES[key] for step in page.pages()] == [0, 1, 2]
    assert all(type(step) is type(page) for step in page.pages())


@pytest.mark.parametrize(("key", "call"), CALLS)
async def test_a_list_tells_how_far_its_walk_has_got(
    client: Humanloop, ids: dict[str, str], key: str, call: Any
) -> None:
    expected = [(0, 5), (2, 5), (4, 5), (5, 5)]
    told: list[tuple[int, int | None]] = []

    def tell(done: int, total: int | None) -> None:
        told.append((done, total))

    list(call(partial(_method(client, key), progress=tell), ids))
    assert told == expected
    told.clear()
    async with Humanloop(configuration=client.configuration) as other:
        page = await call(partial(_method(other, key, "a"), progress=tell), ids)
        assert len([record async for record in page]) == 5
    assert told == expected


def test_nothing_is_told_where_nothing_is_asked(
    client: Humanloop, ids: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    for progress in (None, False):
        assert len(list(client.logs.list(ids["logs"], size=2, progress=progress))) == 5
    assert capfd.readouterr() == ("", "")
    client.logs.list(ids["logs"], size=2, progress=True).to_records()
    assert capfd.readouterr().err.startswith("GET /logs: 5 records in ")


@pytest.mark.parametrize(("key", "call"), CALLS)
async def test_a_list_is_walked_to_its_end_and_awaited(
    client: Humanloop, ids: dict[str, str], key: str, call: Any
) -> None:
    expected = [_identity(record) for record in call(_method(client, key), ids)]
    async with Humanloop(configuration=client.configuration) as other:
        page = await call(_method(other, key, "a"), ids)
        assert len(page) == 5
        assert [_identity(record) async for record in page] == expected
        assert [len(step.records) async for step in page.apages()] == [2, 2, 1]
        with pytest.raises(ApiTypeError, match="async for"):
            next(iter(page))


def test_a_walk_starts_where_it_is_asked_to(client: Humanloop, ids: dict[str, str]) -> None:
    records = [log.id for log in client.logs.list(ids["logs"], size=2)]
    assert [log.id for log in client.logs.list(ids["logs"], size=2, page=1)] == records[2:]
    assert list(client.logs.list(ids["logs"], size=2, page=9)) == []
    sessions = [session.id for session in client.sessions.list(ids["logs"], size=2)]
    assert [session.id for session in client.sessions.list(ids["logs"], size=2, page=2)] == sessions[2:]


def test_filters_count_on_all_pages(client: Humanloop, ids: dict[str, str]) -> None:
    found = client.logs.list(ids["logs"], search="answer 3", size=1)
    assert [log.output for log in found] == ["answer 3"]
    assert len(found) == 1


def test_each_page_of_a_post_is_a_call_of_its_own(client: Humanloop, ids: dict[str, str]) -> None:
    page = client.projects.export(ids["logs"], size=2, idempotency_key="one-key-for-the-first-page")
    assert len({log.id for log in page}) == 5


def test_progress_is_for_lists_in_pages(client: Humanloop, ids: dict[str, str]) -> None:
    with pytest.raises(ApiTypeError, match=r"`progress` is for lists that come in pages, and GET /evaluators answers"):
        client.evaluators.list(progress=True)
    with pytest.raises(ApiTypeError, match="POST /chat answers with none: leave it out"):
        client.chats.stream([], {"model": "gpt-4"}, progress=True)
    with pytest.raises(ApiTypeError, match="a raw answer is one page: leave it out"):
        client.logs.raw.list(ids["logs"], progress=True)
    assert client.logs.raw.list(ids["logs"], progress=False).status == 200
    with pytest.raises(ApiTypeError, match="progress=5: True, or what is called with the records done"):
        client.logs.list(ids["logs"], progress=5)  # type: ignore[arg-type]  # what a slip would be
    assert client.evaluators.list(progress=False) is not None


async def test_progress_is_not_for_a_raw_list_that_is_awaited(client: Humanloop, ids: dict[str, str]) -> None:
    async with Humanloop(configuration=client.configuration) as other:
        with pytest.raises(ApiTypeError, match="a raw answer is one page: leave it out"):
            await other.logs.raw.alist(ids["logs"], progress=True)


def test_raw_lists_are_one_page(client: Humanloop, ids: dict[str, str]) -> None:
    response = client.logs.raw.list(ids["logs"], size=2)
    assert (response.status, len(response.body["records"])) == (200, 2)


def test_every_list_with_pages_says_so_in_the_description() -> None:
    assert spec.ROOT.joinpath("openapi.yaml").read_text(encoding="utf-8").count("x-pages: {") == len(CALLS)
