"""Lists in other orders than that of time: page by page they are the whole list, sorted."""

from __future__ import annotations

import json
import random
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.app import service_of
from humanloop.server.store.log_choices import LogChoices
from humanloop.server.store.log_said import place_all
from humanloop.server.store.log_search import LogFilter
from humanloop.server.store.log_windows import window
from humanloop.server.store.schema import feedback

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api

    Json = dict[str, Any]

# More than are asked for one by one.
_SOURCES = 60
_CONFIGS = 45
_LOGS = 150
_SIZE = 23


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
            # Of several people, what was said last counts in an order, and what any of them says in a filter.
            people = choice.choice([["a"], ["a", "b"], ["a", "b", "c"]])
            said = [
                {"type": "rating", "value": choice.choice(["good", "bad", "x" * 250]), "user": one} for one in people
            ]
            body["feedback"] = [*said, {"type": "score", "value": number / 2}]
        if choice.random() < 0.1:
            body["feedback"] = [*body.get("feedback", ()), {"type": "action", "value": ["copy", "save"]}]
        bodies.append(body)
    on_both.ok("logs.log", bodies)
    page = on_both.ok("logs.list", query={"project_id": project["id"], "size": 1000})
    return project["id"], page["records"]


def _model(log: Json) -> str:
    return str(log["config"]["model"])


def _rating(log: Json) -> str | None:
    given = [each["value"] for each in log["feedback"] if each["type"] == "rating"]
    return given[-1] if given else None


def _score(log: Json) -> str | None:
    """The score as JSON, in whose order they are."""
    return next((json.dumps(each["value"]) for each in log["feedback"] if each["type"] == "score"), None)


_KEYS: dict[str, Callable[[Json], Any]] = {
    "source": lambda log: log["source"],
    "duration": lambda log: log["duration"],
    "model": _model,
    "timestamp": lambda log: log["created_at"],
    "feedback-rating": _rating,
    # More values than are asked for one by one.
    "feedback-score": _score,
}
_FILTERS: list[tuple[Json, Callable[[Json], bool]]] = [
    ({}, lambda log: True),
    ({"model_filter": "m1"}, lambda log: _model(log) == "m1"),
    ({"source_filter": ["source 01", "source 02", "source 03"]}, lambda log: log["source"] in _SOME_SOURCES),
    ({"model_filter": ["m0", "m2"], "source_filter": "source 04"}, lambda log: _is_of(log, {"m0", "m2"}, "source 04")),
    ({"feedback-rating_filter": "good"}, lambda log: _says(log, "rating", "good")),
    ({"feedback-rating_filter": ["x" * 250, "bad"]}, lambda log: _says(log, "rating", "x" * 250, "bad")),
    (
        {"feedback-action_filter": "save", "model_filter": "m2"},
        lambda log: _says(log, "action", "save") and _model(log) == "m2",
    ),
    (
        {"feedback-rating_filter": "bad", "feedback-score_filter": [str(each / 2) for each in range(0, 200, 2)]},
        lambda log: _says(log, "rating", "bad") and _says(log, "score", *range(100)),
    ),
]
_SOME_SOURCES = {"source 01", "source 02", "source 03"}


def _is_of(log: Json, models: set[str], source: str) -> bool:
    return _model(log) in models and log["source"] == source


def _says(log: Json, kind: str, *values: Any) -> bool:
    given = [each["value"] for each in log["feedback"] if each["type"] == kind]
    items = [item for value in given for item in (value if isinstance(value, list) else [value])]
    return any(value in items for value in values)


def _sorted(logs: list[Json], name: str, way: str) -> list[Json]:
    """Sort logs; what is equal stays as it was, and what has no value comes last."""
    key = _KEYS[name]
    known = sorted((log for log in logs if key(log) is not None), key=key, reverse=way == "desc")
    return [*known, *(log for log in logs if key(log) is None)]


def _pages(api: Api, total: int, **query: Any) -> list[str]:
    """List the ids of all pages; each says how many there are."""
    found: list[str] = []
    while True:
        page = api.ok("logs.list", query={**query, "page": len(found) // query["size"]})
        assert page["total"] == total
        found += [log["id"] for log in page["records"]]
        if len(page["records"]) < query["size"]:
            return found


@pytest.fixture(params=["few", "many"], autouse=True)
def number(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few logs are found and sorted, many are found in their order."""
    if request.param == "many":
        monkeypatch.setattr("humanloop.server.store.log_search._FEW", 0)


@pytest.mark.parametrize("way", ["asc", "desc"])
@pytest.mark.parametrize("name", [name for name in _KEYS if name != "duration"])
@pytest.mark.parametrize("place", range(len(_FILTERS)))
def test_pages_are_the_sorted_list(
    on_both: Api, listed: tuple[str, list[Json]], name: str, way: str, place: int
) -> None:
    project_id, newest = listed
    filters, fits = _FILTERS[place]
    wanted = [log["id"] for log in _sorted([log for log in newest if fits(log)], name, way)]
    assert _pages(on_both, len(wanted), project_id=project_id, size=_SIZE, sort=f"{name}.{way}", **filters) == wanted


@pytest.mark.parametrize("place", range(len(_FILTERS)))
def test_pages_by_time_are_the_list(on_both: Api, listed: tuple[str, list[Json]], place: int) -> None:
    project_id, newest = listed
    filters, fits = _FILTERS[place]
    wanted = [log["id"] for log in newest if fits(log)]
    assert wanted
    assert _pages(on_both, len(wanted), project_id=project_id, size=_SIZE, **filters) == wanted


@pytest.mark.parametrize("first", ["model.desc", "source.asc", "feedback-rating.asc"])
@pytest.mark.parametrize("second", ["model.asc", "source.desc", "feedback-rating.desc"])
@pytest.mark.parametrize("place", [0, 4])
def test_columns_sort_one_after_the_other(
    on_both: Api, listed: tuple[str, list[Json]], first: str, second: str, place: int
) -> None:
    project_id, newest = listed
    filters, fits = _FILTERS[place]
    logs = _sorted([log for log in newest if fits(log)], *second.split("."))
    wanted = [log["id"] for log in _sorted(logs, *first.split("."))]
    query = {"project_id": project_id, "size": _SIZE, "sort": [first, second], **filters}
    assert _pages(on_both, len(wanted), **query) == wanted


def test_what_an_earlier_release_has_stored_is_found(on_both: Api) -> None:
    """It says nothing of where the log stands among others."""
    api, said = on_both, {"feedback-rating_filter": "good", "sort": "feedback-rating.asc"}
    made = api.ok("logs.log", [{"project": api.name(), "output": "x"}] * 2)
    for each in made:
        api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": each["id"]})
    store = service_of(api.server.app).store
    forget = sa.update(feedback).where(feedback.c.log_id == made[0]["id"]).values(log_seq=None, log_created_at=None)
    store.writer.submit(lambda connection: connection.execute(forget).rowcount).result()
    store.writer.submit(place_all).result()
    found = api.ok("logs.list", query={"project_id": made[0]["project_id"], **said})["records"]
    assert {log["id"] for log in found} == {each["id"] for each in made}
    assert len(found) == 2


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
