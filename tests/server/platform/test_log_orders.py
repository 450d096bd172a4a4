"""Lists in other orders than that of time: page by page they are the whole list, sorted."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.app import service_of
from humanloop.server.store.log_choices import LogChoices
from humanloop.server.store.log_search import LogFilter
from humanloop.server.store.log_windows import window

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api

    Json = dict[str, Any]

# More than are asked for one by one.
_SOURCES = 60
_CONFIGS = 45
_LOGS = 150


@pytest.fixture(scope="module")
def listed(on_both: Api) -> tuple[str, list[Json]]:
    """A project, and its logs as they are listed, newest first, with their models."""
    choice = random.Random(3)
    project = on_both.ok("projects.create", {"name": on_both.name()})
    bodies: list[Json] = []
    for number in range(_LOGS):
        config = {"type": "model", "model": f"m{number % 3}", "temperature": number % _CONFIGS / 100}
        body: Json = {"project_id": project["id"], "output": str(number), "config": config}
        if choice.random() < 0.8:
            body["source"] = f"source {choice.randrange(_SOURCES):02}"
        if choice.random() < 0.8:
            body["duration"] = choice.randrange(20)
        if choice.random() < 0.3:
            body["feedback"] = [{"type": "rating", "value": choice.choice(["good", "bad"])}]
        bodies.append(body)
    on_both.ok("logs.log", bodies)
    page = on_both.ok("logs.list", query={"project_id": project["id"], "size": 1000})
    return project["id"], page["records"]


def _model(log: Json) -> str:
    return str(log["config"]["model"])


def _rating(log: Json) -> str | None:
    given = [each["value"] for each in log["feedback"] if each["type"] == "rating"]
    return given[0] if given else None


_KEYS: dict[str, Callable[[Json], Any]] = {
    "source": lambda log: log["source"],
    "duration": lambda log: log["duration"],
    "model": _model,
    "timestamp": lambda log: log["created_at"],
    "feedback-rating": _rating,
}


@pytest.mark.parametrize("way", ["asc", "desc"])
@pytest.mark.parametrize("name", [name for name in _KEYS if name != "duration"])
@pytest.mark.parametrize("size", [7, 100])
@pytest.mark.parametrize("filters", [{}, {"model_filter": "m1"}])
def test_pages_are_the_sorted_list(
    on_both: Api, listed: tuple[str, list[Json]], name: str, way: str, size: int, filters: Json
) -> None:
    project_id, newest = listed
    key = _KEYS[name]
    logs = [log for log in newest if not filters or _model(log) == "m1"]
    known = sorted((log for log in logs if key(log) is not None), key=key, reverse=way == "desc")
    if way == "desc":
        # `reverse` keeps the order of what is equal, as it has to be: the newest first.
        assert [log["id"] for log in known if key(log) == key(known[0])] == [
            log["id"] for log in logs if key(log) == key(known[0])
        ]
    wanted = [log["id"] for log in (*known, *(log for log in logs if key(log) is None))]
    found: list[str] = []
    while True:
        query = {"project_id": project_id, "size": size, "page": len(found) // size, "sort": f"{name}.{way}", **filters}
        page = on_both.ok("logs.list", query=query)
        assert page["total"] == len(wanted)
        found += [log["id"] for log in page["records"]]
        if len(page["records"]) < size:
            break
    assert found == wanted


def test_a_part_of_the_page_is_that_of_the_list(on_both: Api, listed: tuple[str, list[Json]]) -> None:
    """People may sort by how long it took, too."""
    project_id, logs = listed
    store = service_of(on_both.server.app).store
    for name, key in _KEYS.items():
        known = sorted((log for log in logs if key(log) is not None), key=key)
        wanted = [*known, *(log for log in logs if key(log) is None)]
        for offset in (0, 90, 140, 160):
            chosen = LogFilter(choices=LogChoices(sort=[(name, False)]))
            job = partial(window, project_id=project_id, wanted=chosen, size=10, offset=offset)
            found = store.writer.submit(job).result()
            assert [log["id"] for log in found] == [log["id"] for log in wanted[offset : offset + 10]], name
