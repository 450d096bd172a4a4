"""Projects: create, get, list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


def test_a_new_project_is_whole(api: Api) -> None:
    name = api.name()
    created = api.ok("projects.create", {"name": name})
    assert re.fullmatch(r"pr_[A-Za-z0-9]{21}", created["id"])
    assert created["team_id"].startswith("tm_")
    assert (created["name"], created["data_count"]) == (name, 0)
    assert created["active_config"] is None
    assert created["active_experiment"] is None
    assert created["config_type"] is None
    assert api.ok("projects.get", id=created["id"]) == created


def test_the_five_types_of_feedback_are_there_from_the_start(project: Json) -> None:
    types = {each["type"]: each["values"] for each in project["feedback_types"]}
    assert list(types) == ["rating", "action", "issue", "correction", "comment"]
    assert types["rating"] == [
        {"value": "good", "sentiment": "positive"},
        {"value": "bad", "sentiment": "negative"},
    ]
    assert types["action"] == []
    assert types["comment"] is None


def test_types_of_feedback_can_be_added_at_creation(api: Api) -> None:
    requested = [
        {"type": "tone", "class": "multi_select", "values": [{"value": "rude", "sentiment": "negative"}]},
        {"type": "rating", "values": [{"value": "superb"}]},
        {"type": "stars", "class": "number"},
    ]
    created = api.ok("projects.create", {"name": api.name(), "feedback_types": requested})
    types = {each["type"]: each["values"] for each in created["feedback_types"]}
    assert types["tone"] == [{"value": "rude", "sentiment": "negative"}]
    assert types["rating"][-1] == {"value": "superb", "sentiment": "unset"}
    assert types["stars"] is None


def test_a_name_can_be_taken_only_once(api: Api, project: Json) -> None:
    assert api.fail(409, "projects.create", {"name": project["name"]})["type"] == "conflict_error"


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_cannot_be_empty(api: Api, name: str) -> None:
    assert api.fail(422, "projects.create", {"name": name})[0]["loc"] == ["body", "name"]


@pytest.mark.parametrize("project_id", ["pr_unknown", "x y/z", "é"])
def test_an_unknown_project_is_404(api: Api, project_id: str) -> None:
    assert api.fail(404, "projects.get", id=project_id)["type"] == "not_found_error"


def test_lists_are_paged_from_zero_newest_first(api: Api) -> None:
    mark = api.name()
    names = [f"{mark}-{letter}" for letter in "abc"]
    for name in names:
        api.ok("projects.create", {"name": name})
    first = api.ok("projects.list", query={"filter": mark.upper(), "size": 2})
    assert [each["name"] for each in first["records"]] == [names[2], names[1]]
    assert (first["page"], first["size"], first["total"]) == (0, 2, 3)
    second = api.ok("projects.list", query={"filter": mark, "size": 2, "page": 1})
    assert [each["name"] for each in second["records"]] == [names[0]]
    assert api.ok("projects.list", query={"filter": mark, "page": 9})["records"] == []


@pytest.mark.parametrize(
    ("sort_by", "order", "expected"), [("name", "asc", "abc"), ("name", "desc", "cba"), ("created_at", "asc", "abc")]
)
def test_lists_can_be_sorted(api: Api, sort_by: str, order: str, expected: Any) -> None:
    mark = api.name()
    for letter in "abc":
        api.ok("projects.create", {"name": f"{mark}-{letter}"})
    query = {"filter": mark, "sort_by": sort_by, "order": order}
    found = api.ok("projects.list", query=query)["records"]
    assert "".join(each["name"][-1] for each in found) == expected


@pytest.mark.parametrize("text", ["%", "_", "\\"])
def test_a_filter_is_text_and_no_pattern(api: Api, text: str) -> None:
    name = f"{api.name()}{text}x"
    api.ok("projects.create", {"name": name})
    assert [each["name"] for each in api.ok("projects.list", query={"filter": f"{text}x"})["records"]] == [name]


def test_a_user_filter_finds_nothing_where_there_are_no_users(api: Api, project: Json) -> None:
    assert api.ok("projects.list", query={"user_filter": "ann", "filter": project["name"]})["total"] == 0


def test_a_blank_name_is_blamed_where_it_stands(api: Api) -> None:
    for operation, body in (("logs.log", {"output": "x"}), ("model_configs.register", {"model": "mock"})):
        (detail,) = api.fail(422, operation, {"project": " ", **body})
        assert detail["loc"] == ["body", "project"], operation
