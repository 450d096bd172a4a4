"""Logs: one and many, get, list, update, delete."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


CONFIG = {"model": "small-1", "prompt_template": "Summarise {{text}}", "temperature": 0.7}


def log(api: Api, project: Json, **fields: Any) -> Json:
    return api.ok("logs.log", {"project_id": project["id"], **fields})


def get(api: Api, answer: Json) -> Json:
    return api.ok("logs.get", id=answer["id"])


def test_a_log_is_kept_as_it_was_given(api: Api, project: Json) -> None:
    fields = {
        "inputs": {"text": "Long", "n": 3, "deep": {"a": [1, None]}},
        "output": " Short ",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
        "source": "sdk",
        "metadata": {"a": True},
        "reference_id": "r-1",
        "source_datapoint_id": "evtc_1",
        "environment": "staging",
        "duration": 0.5,
        "error": "none really",
        "stdout": "printed",
        "judgment": ["a"],
        "prompt_tokens": 3,
        "output_tokens": 4,
        "prompt_cost": 0.1,
        "output_cost": 0.2,
        "provider_request": {"model": "x"},
        "provider_response": {"id": 1},
        "output_message": {"role": "assistant", "content": "Short"},
        "created_at": "2023-05-06T07:08:09.250Z",
    }
    answer = log(api, project, config=CONFIG, **fields)
    assert answer == {"id": answer["id"], "project_id": project["id"], "session_id": None}
    assert answer["id"].startswith("data_")
    found = get(api, answer)
    nulls = dict.fromkeys(("name", "tool_call_id", "tool_calls", "tool_call"))
    assert found["messages"] == [nulls | message for message in fields.pop("messages")]
    assert found["output_message"] == nulls | fields.pop("output_message")
    assert {name: found[name] for name in fields} == fields | {"created_at": "2023-05-06T07:08:09.250000Z"}
    assert found["tokens"] == 7
    assert found["project"] == project["name"]
    assert found["config"]["type"] == "model"
    assert found["observability_status"] == "completed"
    assert found["evaluation_results"] == []


def test_logs_count_for_project_and_config(api: Api, project: Json) -> None:
    answers = [log(api, project, config=CONFIG) for _ in range(2)]
    found = api.ok("projects.get", id=project["id"])
    assert found["data_count"] == 2
    assert found["active_config"]["num_datapoints"] == 2
    assert get(api, answers[0])["config_id"] == get(api, answers[1])["config_id"]


def test_a_list_in_is_a_list_out_in_order(api: Api, project: Json) -> None:
    bodies = [{"project_id": project["id"], "output": str(number), "config": CONFIG} for number in range(3)]
    answers = api.ok("logs.log", bodies)
    assert [get(api, answer)["output"] for answer in answers] == ["0", "1", "2"]
    page = api.ok("logs.list", query={"project_id": project["id"]})
    assert [each["output"] for each in page["records"]] == ["2", "1", "0"]


def test_a_batch_is_all_or_nothing(api: Api, project: Json) -> None:
    name = api.name()
    bodies = [{"project": name}, {"project_id": project["id"], "config_id": "config_unknown"}]
    api.fail(404, "logs.log", bodies)
    assert api.ok("projects.list", query={"filter": name})["total"] == 0
    assert api.ok("logs.log", []) == []


def test_new_projects_are_made_by_name(api: Api) -> None:
    name = api.name()
    answer = api.ok("logs.log", {"project": name, "config": CONFIG})
    found = api.ok("projects.get", id=answer["project_id"])
    assert (found["name"], found["config_type"]) == (name, "model")
    assert found["active_config"]["config"]["prompt_template"] == CONFIG["prompt_template"]


def test_a_tool_log_makes_a_tool_project(api: Api) -> None:
    config = {"type": "tool", "name": "find", "description": "d", "source_code": "def find(): ..."}
    answer = api.ok("logs.log", {"project": api.name(), "config": config})
    assert api.ok("projects.get", id=answer["project_id"])["config_type"] == "tool"
    found = get(api, answer)["config"]
    assert (found["type"], found["name"], found["source_code"]) == ("tool", "find", config["source_code"])
    assert found["status"] == "committed"


def test_without_a_config_a_log_has_the_generic_one(api: Api, project: Json) -> None:
    configs = [get(api, log(api, project))["config"] for _ in range(2)]
    assert configs[0] == configs[1]
    assert configs[0]["type"] == "generic"


def test_a_tool_without_a_name_is_told_so(api: Api, project: Json) -> None:
    detail = api.fail(422, "logs.log", {"project_id": project["id"], "config": {"type": "tool"}})
    assert detail[0]["loc"] == ["body", "config", "name"]


def test_a_config_id_of_another_project_is_taken_over(api: Api, project: Json) -> None:
    registered = api.ok("model_configs.register", {"project": api.name(), **CONFIG})["config"]
    found = get(api, log(api, project, config_id=registered["id"]))
    assert found["config"]["prompt_template"] == CONFIG["prompt_template"]
    assert found["config_id"] != registered["id"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"project": None, "project_id": None}, 422),
        ({"project_id": "pr_unknown"}, 404),
        ({"config_id": "config_unknown"}, 404),
        ({"trial_id": "trial_unknown"}, 404),
        ({"session_id": "sesh_unknown"}, 404),
        ({"session_id": "sesh_unknown", "session_reference_id": "x"}, 422),
        ({"parent_id": "data_unknown"}, 404),
        ({"parent_reference_id": "unknown"}, 404),
        ({"parent_id": "data_x", "parent_reference_id": "x"}, 422),
        ({"config": {"type": "generic"}}, 422),
        ({"config": {"type": "tool"}}, 422),
        ({"created_at": "0001-01-01T00:00:00+23:00"}, 422),
        ({"created_at": "yesterday"}, 422),
        ({"feedback": {"type": "rating"}}, 422),
    ],
)
def test_what_cannot_be_logged(api: Api, project: Json, fields: Any, status: int) -> None:
    api.fail(status, "logs.log", {"project_id": project["id"], **fields})
    assert api.ok("projects.get", id=project["id"])["data_count"] == 0


def test_a_place_in_a_batch_is_named(api: Api, project: Json) -> None:
    bodies = [{"project_id": project["id"]}, {"project_id": project["id"], "config": {"type": "generic", "model": "m"}}]
    assert api.fail(422, "logs.log", bodies)[0]["loc"] == ["body", 1, "config", "type"]


def test_unsaved_logs_keep_no_texts(api: Api, project: Json) -> None:
    texts = {
        "inputs": {"secret": "s"},
        "messages": [{"role": "user", "content": "s"}],
        "output": "s",
        "output_message": {"role": "assistant", "content": "s"},
        "provider_request": {"s": 1},
        "provider_response": {"s": 1},
    }
    answer = log(api, project, config=CONFIG, metadata={"kept": 1}, save=False, **texts)
    found = get(api, answer)
    assert all(found[name] is None for name in texts)
    assert (found["save"], found["metadata"], found["config"]["model"]) == (False, {"kept": 1}, "small-1")
    api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": answer["id"]})
    updated = api.ok("logs.update", {"output": "s", "duration": 2.0}, id=answer["id"])
    assert (updated["output"], updated["duration"]) == (None, 2.0)


def test_feedback_can_come_with_the_log(api: Api, project: Json) -> None:
    feedback = [{"type": "rating", "value": "good"}, {"type": "comment", "value": "nice", "user": "ann"}]
    found = get(api, log(api, project, feedback=feedback))
    assert [(each["type"], each["value"], each["user"]) for each in found["feedback"]] == [
        ("rating", "good", None),
        ("comment", "nice", "ann"),
    ]


@pytest.mark.parametrize("in_list", [False, True])
def test_what_a_log_does_not_have_is_passed_over(api: Api, project: Json, *, in_list: bool) -> None:
    body = {"project_id": project["id"], "output": "x", "feedback": {"type": "rating", "value": "good"}}
    plain = get(api, api.ok("logs.log", body))
    besides = {"id": "a/b?c", "user": ["ann"], "otel": "x", "raw_output": 5, "finish_reason": "card 4111", "tools": 5}
    of_feedback = {"id": "ann_1", "unset": True, "current": False}
    more = {**body, **besides, "feedback": {**body["feedback"], **of_feedback}}
    answer = api.ok("logs.log", [more])[0] if in_list else api.ok("logs.log", more)
    assert answer["id"].startswith("data_")
    found = get(api, answer)
    new = {name: found[name] for name in ("id", "created_at", "updated_at", "feedback")}
    assert found == {**plain, **new}
    assert [each["value"] for each in found["feedback"]] == ["good"]


def test_a_trace_with_its_output_at_the_end(api: Api, project: Json) -> None:
    reference = api.name()
    parent = log(api, project, reference_id=reference, session_reference_id=f"session {reference}")
    child = get(api, log(api, project, parent_reference_id=reference))
    assert child["parent_id"] == parent["id"]
    assert child["parent_reference_id"] == reference
    assert child["session_id"] == parent["session_id"]
    updated = api.ok("logs.update_by_ref", {"output": "done", "duration": 1}, query={"reference_id": reference})
    assert (updated["id"], updated["output"], updated["duration"]) == (parent["id"], "done", 1.0)
    assert updated["updated_at"] > updated["created_at"]
    assert get(api, parent) == updated


def test_a_parent_of_the_same_batch_is_not_found(api: Api, project: Json) -> None:
    reference = api.name()
    batch = [
        {"project_id": project["id"], "reference_id": reference},
        {"project_id": project["id"], "parent_reference_id": reference},
    ]
    api.fail(404, "logs.log", batch)


def test_of_equal_references_the_latest_counts(api: Api, project: Json) -> None:
    reference = api.name()
    log(api, project, reference_id=reference)
    latest = log(api, project, reference_id=reference)
    assert api.ok("logs.update_by_ref", {"error": "x"}, query={"reference_id": reference})["id"] == latest["id"]


def test_updates_change_only_what_they_name(api: Api, project: Json) -> None:
    answer = log(api, project, output="a", error="b")
    assert api.ok("logs.update", {"output": "c"}, id=answer["id"])["error"] == "b"
    assert api.ok("logs.update", {"error": None}, id=answer["id"])["error"] is None
    assert api.ok("logs.update", {}, id=answer["id"])["output"] == "c"


def test_updates_of_unknown_logs_are_404(api: Api) -> None:
    api.fail(404, "logs.get", id="data_unknown")
    api.fail(404, "logs.update", {}, id="data_unknown")
    api.fail(404, "logs.update_by_ref", {}, query={"reference_id": "never used"})


def test_deleted_logs_are_gone_and_no_longer_counted(api: Api, project: Json) -> None:
    kept, *gone = [log(api, project, output=str(number), config=CONFIG) for number in range(3)]
    api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": gone[0]["id"]})
    api.ok("logs.delete", query={"id": [each["id"] for each in gone] + ["data_unknown"]})
    for each in gone:
        api.fail(404, "logs.get", id=each["id"])
    page = api.ok("logs.list", query={"project_id": project["id"]})
    assert ([each["id"] for each in page["records"]], page["total"]) == ([kept["id"]], 1)
    assert api.ok("projects.get", id=project["id"])["active_config"]["num_datapoints"] == 1


def test_a_delete_needs_ids(api: Api) -> None:
    assert api.fail(422, "logs.delete")[0]["loc"] == ["query", "id"]
    assert api.fail(422, "logs.delete", query={"id": [""]})[0]["loc"] == ["query", "id"]


def test_a_list_needs_a_project_that_exists(api: Api) -> None:
    api.fail(404, "logs.list", query={"project_id": "pr_unknown"})


@pytest.fixture(scope="module")
def searched(api: Api) -> Json:
    project = api.ok("projects.create", {"name": api.name()})
    bodies = [
        {
            "inputs": {"q": 'Say "Ü" 100%'},
            "output": "Parrot",
            "metadata": {"team": "Blue"},
            "created_at": "2024-01-01T00:00:00Z",
        },
        {
            "inputs": {"q": "other"},
            "output": "a_b",
            "metadata": {"team": "Red"},
            "created_at": "2024-01-02T23:59:59.5Z",
        },
        {"inputs": {}, "output": None, "created_at": "2024-01-03T00:00:00+01:00"},
    ]
    for body in bodies:
        api.ok("logs.log", {"project_id": project["id"], **{k: v for k, v in body.items() if v is not None}})
    return project


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"search": "pARROT"}, 1),
        ({"search": '"ü" 100%'}, 1),
        ({"search": "%"}, 1),
        ({"search": "a_b"}, 1),
        ({"search": "axb"}, 0),
        ({"metadata_search": "blue"}, 1),
        ({"metadata_search": '"team":"red"'}, 1),
        ({"version_status": "committed"}, 3),
        ({"version_status": "deleted"}, 0),
        ({"start_date": "2024-01-02"}, 2),
        ({"end_date": "2024-01-01"}, 1),
        ({"end_date": "2024-01-02"}, 3),
        ({"start_date": "2024-01-01T00:00:00Z", "end_date": "2024-01-01T00:00:00Z"}, 1),
        ({"start_date": "2024-01-03T00:00:00+01:00", "end_date": "9999-12-31"}, 1 + 1),
    ],
)
def test_filters(api: Api, searched: Json, query: Json, count: int) -> None:
    page = api.ok("logs.list", query={"project_id": searched["id"], **query})
    assert (page["total"], len(page["records"])) == (count, count)


def test_lists_are_sorted_by_their_own_times(api: Api, project: Json) -> None:
    for day in (2, 3, 1):
        log(api, project, output=str(day), created_at=datetime(2024, 1, day, tzinfo=UTC).isoformat())
    query = {"project_id": project["id"], "size": 2}
    assert [each["output"] for each in api.ok("logs.list", query=query)["records"]] == ["3", "2"]
    assert [each["output"] for each in api.ok("logs.list", query=query | {"page": 1})["records"]] == ["1"]
    assert api.ok("logs.list", query=query | {"page": 2})["records"] == []
