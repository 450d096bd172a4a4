"""Sessions: made, found, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


def test_a_made_session_is_empty(api: Api) -> None:
    session_id = api.ok("sessions.create")["id"]
    assert session_id.startswith("sesh_")
    found = api.ok("sessions.get", id=session_id)
    assert (found["reference_id"], found["datapoints_count"], found["projects"]) == (None, 0, [])
    assert (found["first_inputs"], found["last_output"]) == (None, None)


def test_an_unknown_session_is_404(api: Api) -> None:
    api.fail(404, "sessions.get", id="sesh_unknown")


def test_calls_of_several_projects_make_one_session(api: Api) -> None:
    names, reference = [api.name() for _ in range(3)], api.name()
    config = {"model": "m", "provider": "mock"}
    first = api.ok(
        "chats.create",
        {
            "project": names[0],
            "messages": [{"role": "user", "content": "hi"}],
            "inputs": {"a": "1"},
            "model_config": config,
            "session_reference_id": reference,
        },
    )
    second = api.ok(
        "logs.log",
        {
            "project": names[1],
            "config": {"type": "tool", "name": "find"},
            "inputs": {"b": "2"},
            "output": "found",
            "session_id": first["session_id"],
        },
    )
    body = {"model_config": {**config, "prompt_template": "bye"}, "session_reference_id": reference}
    third = api.ok("completions.create", {"project": names[2], **body})
    assert first["session_id"] == second["session_id"] == third["session_id"]
    found = api.ok("sessions.get", id=first["session_id"])
    assert [(each["name"], each["type"]) for each in found["projects"]] == [
        (names[0], "prompt"),
        (names[1], "tool"),
        (names[2], "prompt"),
    ]
    assert (found["reference_id"], found["datapoints_count"]) == (reference, 3)
    assert (found["first_inputs"], found["last_output"]) == ({"a": "1"}, "bye")
    for project_id in (first["project_id"], second["project_id"], third["project_id"]):
        page = api.ok("sessions.list", query={"project_id": project_id})
        assert (page["records"], page["page"], page["total"]) == ([found | {"logs": None}], 1, 1)


def test_lists_are_paged_from_one_newest_first(api: Api, project: Json) -> None:
    made = [
        api.ok("logs.log", {"project_id": project["id"], "session_reference_id": api.name()})["session_id"]
        for _ in range(3)
    ]
    query = {"project_id": project["id"], "size": 2}
    pages = [api.ok("sessions.list", query=query | {"page": page}) for page in (1, 2, 3)]
    assert [[each["id"] for each in page["records"]] for page in pages] == [[made[2], made[1]], [made[0]], []]
    assert {page["total"] for page in pages} == {3}


def test_a_list_needs_a_project_that_exists(api: Api) -> None:
    api.fail(404, "sessions.list", query={"project_id": "pr_unknown"})


def test_a_deleted_project_leaves_its_sessions(api: Api, project: Json) -> None:
    other, reference = api.ok("projects.create", {"name": api.name()}), api.name()
    for owner, text in ((project, "a"), (other, "b"), (other, "c")):
        body = {"project_id": owner["id"], "session_reference_id": reference, "inputs": {"q": text}, "output": text}
        session_id = api.ok("logs.log", body)["session_id"]
    api.ok("projects.delete", id=other["id"])
    found = api.ok("sessions.get", id=session_id)
    assert [each["id"] for each in found["projects"]] == [project["id"]]
    assert (found["datapoints_count"], found["first_inputs"], found["last_output"]) == (1, {"q": "a"}, "a")
    api.ok("projects.delete", id=project["id"])
    assert api.ok("sessions.get", id=session_id)["datapoints_count"] == 0


def test_a_project_leaves_a_session_with_its_last_log(api: Api, project: Json) -> None:
    log = api.ok("logs.log", {"project_id": project["id"], "session_reference_id": api.name()})
    api.ok("logs.delete", query={"id": [log["id"]]})
    found = api.ok("sessions.get", id=log["session_id"])
    assert (found["datapoints_count"], found["projects"]) == (0, [])
    assert api.ok("sessions.list", query={"project_id": project["id"]})["total"] == 0
