"""Datasets and their datapoints: made, filled, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

USER = {"role": "user", "content": "hi"}


@pytest.fixture
def dataset(api: Api, project: Json) -> Json:
    answer: Json = api.ok("datasets.create", {"name": "cases", "description": "hard ones"}, project_id=project["id"])
    return answer


def add(api: Api, dataset: Json, body: Any) -> list[Json]:
    answer: list[Json] = api.ok("datasets.create_datapoint", body, dataset_id=dataset["id"])
    return answer


def listed(api: Api, dataset: Json, **query: int) -> Json:
    answer: Json = api.ok("datasets.list_datapoints", query=query, dataset_id=dataset["id"])
    return answer


def test_a_new_dataset_is_empty_and_belongs_to_its_project(api: Api, project: Json, dataset: Json) -> None:
    assert dataset["id"].startswith("evts_")
    assert (dataset["project_id"], dataset["name"], dataset["description"], dataset["datapoint_count"]) == (
        project["id"],
        "cases",
        "hard ones",
        0,
    )
    assert api.ok("datasets.get", id=dataset["id"]) == dataset


def test_names_may_be_used_twice(api: Api, project: Json, dataset: Json) -> None:
    twin = api.ok("datasets.create", {"name": "cases", "description": ""}, project_id=project["id"])
    found = api.ok("datasets.list_all_for_project", project_id=project["id"])
    assert {each["id"] for each in found} == {dataset["id"], twin["id"]}


def test_all_datasets_are_listed_and_those_of_a_project(api: Api, project: Json, dataset: Json) -> None:
    other = api.ok("projects.create", {"name": api.name()})
    foreign = api.ok("datasets.create", {"name": "x", "description": ""}, project_id=other["id"])
    everything = [each["id"] for each in api.ok("datasets.list")]
    assert everything.index(foreign["id"]) < everything.index(dataset["id"])
    assert [each["id"] for each in api.ok("datasets.list_all_for_project", project_id=project["id"])] == [dataset["id"]]


def test_only_what_is_given_changes(api: Api, dataset: Json) -> None:
    changed = api.ok("datasets.update", {"name": "better"}, id=dataset["id"])
    assert (changed["name"], changed["description"]) == ("better", "hard ones")
    assert changed["updated_at"] > dataset["updated_at"]
    assert api.ok("datasets.update", {}, id=dataset["id"]) == changed


def test_a_deleted_dataset_is_gone(api: Api, project: Json, dataset: Json) -> None:
    (point,) = add(api, dataset, {"inputs": {"a": "1"}})
    assert api.call("datasets.delete", id=dataset["id"]).data == b"null"
    for key in ("datasets.get", "datasets.delete"):
        api.fail(404, key, id=dataset["id"])
    api.fail(404, "datasets.update", {}, id=dataset["id"])
    api.fail(404, "datasets.list_datapoints", dataset_id=dataset["id"])
    api.fail(404, "datasets.create_datapoint", {}, dataset_id=dataset["id"])
    api.fail(404, "datapoints.get", id=point["id"])
    assert api.ok("datasets.list_all_for_project", project_id=project["id"]) == []


def test_a_dataset_outlives_its_project(api: Api, project: Json, dataset: Json) -> None:
    api.ok("projects.delete", id=project["id"])
    assert api.ok("datasets.get", id=dataset["id"])["project_id"] == ""


@pytest.mark.parametrize("body", [{"name": "x"}, {"description": "x"}, {"name": "x" * 256, "description": ""}])
def test_a_dataset_needs_a_name_and_a_description(api: Api, project: Json, body: Json) -> None:
    api.fail(422, "datasets.create", body, project_id=project["id"])


def test_projects_and_datasets_have_to_exist(api: Api) -> None:
    body = {"name": "x", "description": ""}
    api.fail(404, "datasets.create", body, project_id="pr_unknown")
    api.fail(404, "datasets.list_all_for_project", project_id="pr_unknown")
    api.fail(404, "datasets.get", id="evts_unknown")


def test_one_datapoint_is_answered_as_a_list(api: Api, dataset: Json) -> None:
    body = {"inputs": {"a": "1"}, "messages": [USER], "target": {"n": 1, "parts": [1, "b"], "deep": {"x": None}}}
    (point,) = add(api, dataset, body)
    assert point["id"].startswith("evtc_")
    assert (point["inputs"], point["target"], point["dataset_id"]) == (body["inputs"], body["target"], dataset["id"])
    assert point["messages"] == [{**dict.fromkeys(("name", "tool_call_id", "tool_calls", "tool_call")), **USER}]
    assert point["source_project_data_id"] is None
    assert api.ok("datapoints.get", id=point["id"]) == point


def test_several_datapoints_keep_their_order_and_are_paged_from_zero(api: Api, dataset: Json) -> None:
    made = add(api, dataset, [{"inputs": {"n": str(number)}} for number in range(5)])
    assert [point["inputs"]["n"] for point in made] == list("01234")
    assert api.ok("datasets.get", id=dataset["id"])["datapoint_count"] == 5
    pages = [listed(api, dataset, page=page, size=2) for page in (0, 1, 2, 3)]
    assert [page["records"] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert {page["total"] for page in pages} == {5}
    assert (listed(api, dataset)["page"], listed(api, dataset)["size"]) == (0, 50)


def test_inputs_are_what_a_completion_takes(api: Api, dataset: Json) -> None:
    """A table has numbers, and they stay what they are."""
    inputs = {"n": 3, "x": 1.5, "whole": 2.0, "yes": True, "none": None, "list": [1, "a"], "text": "t"}
    (point,) = add(api, dataset, {"inputs": inputs})
    assert point["inputs"] == inputs
    assert [type(value) for value in point["inputs"].values()] == [type(value) for value in inputs.values()]
    changed = api.ok("datapoints.update", {"inputs": {"n": 4}}, id=point["id"])
    assert changed["inputs"] == {"n": 4}


@pytest.mark.parametrize("body", [[], {"log_ids": []}])
def test_adding_nothing_changes_nothing(api: Api, dataset: Json, body: Any) -> None:
    assert add(api, dataset, body) == []
    assert api.ok("datasets.get", id=dataset["id"]) == dataset


def test_logs_become_datapoints(api: Api, project: Json, dataset: Json) -> None:
    bodies: list[Json] = [
        {"inputs": {"a": "1", "b": [2]}, "messages": [USER], "output": "fine"},
        {"inputs": {}, "error": "broken"},
    ]
    logs = api.ok("logs.log", [{"project_id": project["id"], **body} for body in bodies])
    first, second = add(api, dataset, {"log_ids": [log["id"] for log in logs]})
    assert (first["inputs"], first["target"]) == ({"a": "1", "b": [2]}, {"output": "fine"})
    assert first["messages"][0]["content"] == "hi"
    assert first["source_project_data_id"] == logs[0]["id"]
    assert (second["inputs"], second["messages"], second["target"]) == ({}, None, None)


def test_an_unknown_log_adds_nothing(api: Api, project: Json, dataset: Json) -> None:
    log = api.ok("logs.log", {"project_id": project["id"]})
    body = {"log_ids": [log["id"], "data_unknown"]}
    api.fail(404, "datasets.create_datapoint", body, dataset_id=dataset["id"])
    assert listed(api, dataset)["total"] == 0


@pytest.mark.parametrize("body", [{"log_ids": "data_x"}, {"inputs": "a"}, {"target": "x"}, "x", [1]])
def test_what_is_no_datapoint_is_refused(api: Api, dataset: Json, body: Any) -> None:
    assert isinstance(api.fail(422, "datasets.create_datapoint", body, dataset_id=dataset["id"]), list)


def test_rows_of_a_table_are_not_taken_for_empty_datapoints(api: Api, dataset: Json) -> None:
    rows: list[Json] = [{"inputs": {"n": "1"}, "other.n": 1}, {"inputs.n": "2", "target.t": "3"}]
    (problem,) = api.fail(422, "datasets.create_datapoint", rows, dataset_id=dataset["id"])
    assert problem["loc"] == ["body", 1, "inputs.n"]
    assert 'write {"inputs": {"n": …}}' in problem["msg"]
    assert listed(api, dataset)["total"] == 0


def test_only_given_fields_of_a_datapoint_change_and_null_clears(api: Api, dataset: Json) -> None:
    first, point, _ = add(api, dataset, [{"inputs": {"n": n}, "target": {"t": n}} for n in "123"])
    changed = api.ok("datapoints.update", {"inputs": {"n": "9"}}, id=point["id"])
    assert (changed["inputs"], changed["target"], changed["id"]) == ({"n": "9"}, {"t": "2"}, point["id"])
    assert changed["created_at"] == point["created_at"]
    cleared = api.ok("datapoints.update", {"target": None}, id=point["id"])
    assert (cleared["inputs"], cleared["target"]) == ({"n": "9"}, None)
    assert api.ok("datapoints.update", {}, id=point["id"]) == cleared
    # It stays where it was.
    assert [each["inputs"]["n"] for each in listed(api, dataset)["records"]] == ["1", "9", "3"]
    assert listed(api, dataset)["records"][0] == first


def test_deleted_datapoints_are_gone_and_unknown_ones_passed_over(api: Api, dataset: Json) -> None:
    made = add(api, dataset, [{"inputs": {"n": n}} for n in "123"])
    api.ok("datapoints.delete", [made[0]["id"], made[2]["id"], "evtc_unknown"])
    assert [each["id"] for each in listed(api, dataset)["records"]] == [made[1]["id"]]
    assert listed(api, dataset)["total"] == api.ok("datasets.get", id=dataset["id"])["datapoint_count"] == 1
    api.fail(404, "datapoints.get", id=made[0]["id"])
    api.fail(404, "datapoints.update", {}, id=made[0]["id"])
    api.ok("datapoints.delete", [made[0]["id"]])


def test_deleting_takes_a_list(api: Api) -> None:
    api.fail(422, "datapoints.delete", {"id": "x"})
    api.fail(422, "datapoints.delete")
