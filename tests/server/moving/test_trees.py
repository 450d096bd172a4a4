"""The vendor's export tree, field by field, and the traps that are in it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.store import schema
from tests.server.moving import trees

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.moving.conftest import Database


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return trees.write_tree(tmp_path / "20250801-100000")


def counts(report: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {kind: (each["imported"], each["skipped"], each["failed"]) for kind, each in report["kinds"].items()}


def test_everything_comes_in_once(database: Database, tree: Path) -> None:
    first = database.take(tree)
    assert counts(first) == {
        "projects": (4, 0, 0),
        "prompts": (2, 0, 0),
        "tools": (1, 0, 0),
        "flows": (1, 0, 0),
        "deployments": (2, 0, 0),
        "evaluators": (2, 0, 0),
        "datasets": (2, 0, 0),
        "datapoints": (3, 0, 0),
        "evaluations": (1, 1, 0),
        "logs": (5, 1, 0),
        "feedback": (1, 0, 0),
        "results": (2, 0, 0),
    }
    assert (first["missing_pages"], first["incomplete"], first["failures"]) == (1, [], [])
    before = {table.name: database.rows(table) for table in schema.metadata.sorted_tables}
    again = database.take(tree)
    assert sum(each["imported"] for each in again["kinds"].values()) == 0
    assert {table.name: database.rows(table) for table in schema.metadata.sorted_tables} == before


def test_a_log_keeps_what_there_is_a_place_for(database: Database, tree: Path) -> None:
    database.take(tree)
    row = database.log("log_2")
    given = trees.log(2)
    same = ("inputs", "messages", "output", "user", "environment", "source", "metadata")
    assert {name: row[name] for name in same} == {name: given[name] for name in same}
    assert (row["reference_id"], row["duration"]) == ("log_2", 1.5)
    assert row["created_at"] == trees.BEGAN + timedelta(seconds=2)
    assert row["details"] == {
        "output_message": {"role": "assistant", "content": "Until 2."},
        "finish_reason": "stop",
        "prompt_tokens": 10,
        "output_tokens": 5,
        "tokens": 15,
        "prompt_cost": 0.001,
        "output_cost": 0.002,
        "provider_latency": 1.25,
        "provider_request": {"model": "gpt-4o", "headers": {"x-api-key": "[left out]"}},
        "provider_response": {"id": "chatcmpl-1"},
    }
    (kept,) = database.rows(schema.imported, schema.imported.c.old_id == "log_2")
    assert kept["rest"] == {
        "reasoning_tokens": 3,
        "batches": ["evr_1"],
        "thinking": {"output_message": [{"text": "hm"}]},
    }


def test_traces_are_sessions_and_children_find_their_parents(database: Database, tree: Path) -> None:
    database.take(tree)
    child, whole = database.log("log_1"), database.log("flog_1")
    assert child["parent_id"] == whole["id"]
    (session,) = database.rows(schema.sessions)
    assert (session["reference_id"], session["datapoints_count"]) == ("trace_1", 2)
    assert {child["session_id"], whole["session_id"]} == {session["id"]}
    assert whole["created_at"] == trees.BEGAN + timedelta(seconds=1)
    assert {row["project_id"] for row in database.rows(schema.session_projects)} == {
        database.new_id("pr_1"),
        database.new_id("fl_1"),
    }


def test_people_give_feedback_and_evaluators_results(database: Database, tree: Path) -> None:
    database.take(tree)
    (item,) = database.rows(schema.feedback)
    assert (item["type"], item["value"], item["user"], item["current"]) == ("polite", "yes", "eve", True)
    assert item["created_at"] == trees.BEGAN + timedelta(seconds=101)
    labels = {(row["value"], row["sentiment"]) for row in database.rows(schema.feedback_labels)}
    assert labels >= {("yes", "positive"), ("no", "negative")}
    (count,) = database.rows(schema.feedback_counts)
    assert (count["value"], count["count"], count["config_id"]) == ("yes", 1, database.new_id("prv_2"))
    results = {row["id"]: row for row in database.rows(schema.evaluation_results)}
    first, second = results[database.new_id("elog_2")], results[database.new_id("elog_4")]
    assert (first["value"], first["number"], first["evaluation_id"]) == (True, 1.0, None)
    assert (second["value"], second["evaluation_id"]) == (False, database.new_id("rn_1"))


def test_prompts_are_configs_with_deployments(database: Database, tree: Path) -> None:
    database.take(tree)
    configs = {row["id"]: row for row in database.rows(schema.configs)}
    newest = configs[database.new_id("prv_2")]
    assert (newest["name"], newest["description"]) == ("name of prv_2", "what it is for")
    content = newest["content"]
    assert (content["provider"], content["endpoint"], content["temperature"]) == ("openai", "chat", 0.25)
    assert content["chat_template"] == trees.prompt()["template"]
    assert content["tools"][0]["name"] == "look_up"
    names = {row["id"]: row["name"] for row in database.rows(schema.environments)}
    deployed = {names[row["environment_id"]]: row["config_id"] for row in database.rows(schema.deployments)}
    assert deployed == {"production": database.new_id("prv_1"), "staging": database.new_id("prv_2")}
    tags = Counter(row["tag"] for row in database.rows(schema.environments))
    assert tags == {"default": 1, "other": 1}


def test_secrets_are_left_out_and_counted(database: Database, tree: Path) -> None:
    report = database.take(tree)
    assert report["secrets_left_out"] == 5
    everything = repr({table.name: database.rows(table) for table in schema.metadata.sorted_tables})
    assert "sk-secret" not in everything
    assert "sk-secret" not in repr(report)
    config = next(row for row in database.rows(schema.configs) if row["type"] == "tool")
    assert config["content"]["other"]["setup_values"] == {
        "url": "https://weather.example",
        "headers": {"Authorization": "[left out]"},
    }


def test_a_run_is_an_evaluation_that_does_not_start(database: Database, tree: Path) -> None:
    report = database.take(tree)
    (row,) = database.rows(schema.evaluations)
    assert (row["status"], row["name"], row["hl_generated"]) == ("cancelled", "nightly (rn_1)", True)
    assert row["dataset_snapshot"]["datapoint_count"] == 2
    (joined,) = database.rows(schema.evaluation_logs)
    assert joined["log_id"] == database.new_id("log_4")
    datapoints = {each["id"]: each for each in database.rows(schema.datapoints)}
    assert datapoints[joined["datapoint_id"]]["inputs"] == {"shop": "shop 1"}
    assert database.log("log_4")["source_datapoint_id"] == joined["datapoint_id"]
    changes = {(each["kind"], each["field"]): each["how"] for each in report["changes"]}
    assert changes["evaluations", "status"] == "cancelled: importing starts nothing"


def test_older_versions_of_datasets_have_their_names(database: Database, tree: Path) -> None:
    database.take(tree)
    found = {row["name"]: row["datapoint_count"] for row in database.rows(schema.datasets)}
    assert found == {"support/questions": 2, "support/questions (name of dsv_1)": 1}
