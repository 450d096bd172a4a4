"""Fine-tunes: recorded, checked, and never run by this server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.fixture
def dataset(api: Api, project: Json) -> Json:
    """Three datapoints, of which one can be learnt from."""
    created = api.ok("datasets.create", {"name": "d", "description": "data"}, project_id=project["id"])
    datapoints = [
        {"inputs": {"q": "1234"}, "target": {"output": "5678"}},
        {"inputs": {"q": "x"}, "target": {"other": "y"}},
        {"target": {"output": "z"}},
    ]
    api.ok("datasets.create_datapoint", datapoints, dataset_id=created["id"])
    answer: Json = api.ok("datasets.get", id=created["id"])
    return answer


@pytest.fixture
def body(dataset: Json) -> Json:
    return {
        "name": "mine",
        "dataset_id": dataset["id"],
        "config": {"base_model": "small-1", "parameters": {"epochs": 3}},
        "metadata": {"team": "a"},
        "provider_api_keys": {"openai": "sk-secret"},
    }


def test_a_job_is_recorded_as_failed_with_the_reason(api: Api, project: Json, dataset: Json, body: Json) -> None:
    created = api.ok("finetunes.create", body, project_id=project["id"])
    assert re.fullmatch(r"ft_[A-Za-z0-9]{21}", created["id"])
    assert (created["name"], created["status"], created["metadata"]) == ("mine", "failed", {"team": "a"})
    assert "'openai'" in created["provider_details"]["error"]
    assert created["config"] == {"provider": "openai", "base_model": "small-1", "parameters": {"epochs": 3}}
    assert created["dataset"]["id"] == dataset["id"]
    assert created["data_summary"]["data_count"] == 3
    assert (created["model_name"], created["provider_id"]) == (None, None)
    assert "sk-secret" not in str(created)
    (listed,) = api.ok("finetunes.list_all_for_project", project_id=project["id"])
    assert listed["id"] == created["id"]
    assert listed["dataset"] == created["dataset"]


def test_a_summary_says_what_cannot_be_used_and_stores_nothing(
    api: Api, project: Json, dataset: Json, body: Json
) -> None:
    summary = api.ok("finetunes.summary", body, project_id=project["id"])
    assert (summary["dataset_id"], summary["dataset_name"]) == (dataset["id"], "d")
    assert (summary["data_count"], summary["error_count"]) == (3, 2)
    assert summary["token_count"] == 3
    said = [error["error"] for error in summary["errors"]]
    assert "target" in said[0]
    assert "neither" in said[1]
    assert api.ok("finetunes.list_all_for_project", project_id=project["id"]) == []


def test_a_job_can_be_renamed(api: Api, project: Json, body: Json) -> None:
    created = api.ok("finetunes.create", body, project_id=project["id"])
    query = {"project_id": project["id"]}
    assert api.ok("finetunes.update", {"name": "other"}, id=created["id"], query=query)["name"] == "other"
    assert api.ok("finetunes.update", {}, id=created["id"], query=query)["name"] == "other"
    api.fail(404, "finetunes.update", {"name": "x"}, id="ft_unknown", query=query)
    api.fail(404, "finetunes.update", {"name": "x"}, id=created["id"], query={"project_id": "pr_unknown"})
    other = api.ok("projects.create", {"name": api.name()})
    api.fail(404, "finetunes.update", {"name": "x"}, id=created["id"], query={"project_id": other["id"]})
    missing = api.fail(422, "finetunes.update", {"name": "x"}, id=created["id"])
    assert missing[0]["loc"] == ["query", "project_id"]


@pytest.mark.parametrize("key", ["finetunes.create", "finetunes.summary"])
def test_what_cannot_be_trained(api: Api, project: Json, body: Json, key: str) -> None:
    api.fail(404, key, body, project_id="pr_unknown")
    api.fail(404, key, {**body, "dataset_id": "evts_unknown"}, project_id=project["id"])
    missing = api.fail(422, key, {**body, "config": {}}, project_id=project["id"])
    assert missing[0]["loc"] == ["body", "config", "base_model"]
    api.fail(404, "finetunes.list_all_for_project", project_id="pr_unknown")
