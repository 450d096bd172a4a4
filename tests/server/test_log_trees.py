"""Logs of a session, as a tree and as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.domain.log_trees import DEEPEST, tree_of

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


def shape(tree: list[Json]) -> list[Any]:
    return [[node["log"]["id"], *shape(node["children"])] for node in tree]


@pytest.mark.parametrize(
    ("parents", "tree"),
    [
        ({}, []),
        ({"a": None, "b": None}, [["a"], ["b"]]),
        ({"a": None, "b": "a", "c": "a", "d": "b"}, [["a", ["b", ["d"]], ["c"]]]),
        # A child may come before its parent, and a parent may be elsewhere.
        ({"b": "a", "a": None, "c": "gone"}, [["a", ["b"]], ["c"]]),
        ({"a": "b", "b": "a", "c": "a"}, [["a"], ["b"], ["c"]]),
        ({"a": "a"}, [["a"]]),
    ],
)
def test_trees(parents: dict[str, str | None], tree: list[Any]) -> None:
    assert shape(tree_of([{"id": log_id, "parent_id": parent} for log_id, parent in parents.items()])) == tree


def test_what_is_too_deep_stands_at_the_last_level() -> None:
    logs = [{"id": str(number), "parent_id": str(number - 1)} for number in range(DEEPEST + 3)]
    tree, levels = tree_of(logs), 0
    while len(tree) == 1:
        tree, levels = tree[0]["children"], levels + 1
    assert levels == DEEPEST - 1
    assert [node["log"]["id"] for node in tree] == [str(number) for number in range(DEEPEST - 1, DEEPEST + 3)]
    assert not any(node["children"] for node in tree)


def test_a_session_is_fetched_with_its_logs(api: Api) -> None:
    reference = api.name()
    project, tool = api.name(), api.name()
    body = {"project": project, "output": "top", "session_reference_id": reference, "reference_id": f"{reference} top"}
    top = api.ok("logs.log", body)
    child = api.ok(
        "logs.log",
        {"project": tool, "output": "child", "parent_id": top["id"], "session_reference_id": reference},
    )
    elsewhere = api.ok("logs.log", {"project": project, "output": "elsewhere"})
    session = api.ok("sessions.get", id=top["session_id"])
    assert shape(session["logs"]) == [[top["id"], [child["id"]]]]
    assert session["logs"][0]["log"] == api.ok("logs.get", id=top["id"])
    (listed,) = api.ok("sessions.list", query={"project_id": top["project_id"]})["records"]
    assert listed == session | {"logs": None}

    def ids(**query: Any) -> list[str]:
        page = api.ok("logs.list", query={"session_id": top["session_id"], **query})
        assert page["total"] == len(page["records"])
        return [log["id"] for log in page["records"]]

    assert ids() == [child["id"], top["id"]]
    assert ids(project_id=top["project_id"]) == [top["id"]]
    assert ids(project_id=child["project_id"]) == [child["id"]]
    assert ids(search="chil") == [child["id"]]
    assert ids(version_status="committed", sort="timestamp.asc") == [top["id"], child["id"]]
    assert ids(**{"feedback-rating_filter": "good"}) == []
    assert elsewhere["id"] not in ids()
    api.ok("projects.delete", id=child["project_id"])
    assert ids() == [top["id"]]


def test_a_list_of_logs_needs_a_project_or_a_session(api: Api) -> None:
    (problem,) = api.fail(422, "logs.list")
    assert (problem["loc"], problem["msg"]) == (["query", "project_id"], "field required, unless `session_id` is given")
    api.fail(404, "logs.list", query={"session_id": "sesh_unknown"})


def test_the_deepest_tree_of_the_deepest_logs_can_be_read(api: Api) -> None:
    deep: Any = {}
    for _ in range(97):
        deep = [deep]
    reference, parent = api.name(), None
    for number in range(DEEPEST + 2):
        body = {"project": reference, "session_reference_id": reference, "inputs": {"a": deep}, "parent_id": parent}
        parent = api.ok("logs.log", body | {"output": str(number)})["id"]
    session_id = api.ok("logs.get", id=parent)["session_id"]
    assert len(api.ok("sessions.get", id=session_id)["logs"]) == 1


def test_a_project_is_found_by_its_name(api: Api) -> None:
    name = api.name()
    for each in (f"{name}-staging", name, f"a {name}"):
        api.ok("projects.create", {"name": each})
    assert api.ok("projects.get", id="-", query={"name": name})["name"] == name
    assert repr(name.upper()) in api.fail(404, "projects.get", id="-", query={"name": name.upper()})["message"]
    api.fail(422, "projects.get", id="-")
    api.fail(422, "projects.get", id=api.ok("projects.get", id="-", query={"name": name})["id"], query={"name": name})
