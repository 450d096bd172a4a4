"""Logs of the v4 API in all the forms in which they were kept."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.moving.conftest import Database

Json = dict[str, Any]


def log(number: int, **more: Any) -> Json:
    """A log as the v4 API has answered it."""
    fields: Json = {
        "id": f"data_{number}",
        "project": "support",
        "project_id": "pr_old",
        "session_id": "sesh_old",
        "session_reference_id": None,
        "parent_id": None,
        "reference_id": None,
        "inputs": {"shop": "Acme"},
        "messages": [{"role": "user", "content": "Open?", "name": None}],
        "output": f"Until {number}.",
        "output_message": {"role": "assistant", "content": f"Until {number}."},
        "source": "sdk",
        "metadata": {"a": 1},
        "environment": "production",
        "created_at": f"2024-05-01T10:00:{number:02}Z",
        "updated_at": "2024-06-01T10:00:00Z",
        "duration": 0.5,
        "prompt_tokens": 3,
        "output_tokens": 4,
        "tokens": 7,
        "prompt_cost": 0.1,
        "raw_output": "x",
        "finish_reason": "stop",
        "provider_request": {"messages": [], "api_key": "sk-secret"},
        "tools": None,
        "observability_status": "completed",
        "batch_ids": ["b"],
        "trial_id": "trial_old",
        "config_id": "config_old",
        "config": {
            "id": "config_old",
            "type": "model",
            "name": "first",
            "model": "gpt-4",
            "provider": "openai",
            "endpoint": "chat",
            "temperature": 0.5,
            "chat_template": [{"role": "system", "content": "You are {{shop}}.", "name": None}],
            "tools": [],
            "tool_configs": [],
        },
        "feedback": [
            {
                "id": f"ann_{number}",
                "type": "rating",
                "value": "good",
                "user": "ann",
                "created_at": "2024-05-02T00:00:00Z",
            }
        ],
        "evaluation_results": [
            {
                "id": f"evr_{number}",
                "evaluator_id": "evfn_old",
                "evaluator_name": "Exact",
                "evaluator_version_id": "evv_old",
                "evaluation_id": "ev_old",
                "value": True,
                "error": None,
                "created_at": "2024-05-03T00:00:00Z",
                "updated_at": "2024-05-03T00:00:00Z",
            }
        ],
    }
    return {**fields, **more}


def as_lines(logs: list[Json]) -> str:
    return "".join(json.dumps(each) + "\n" for each in logs)


def as_page(logs: list[Json]) -> str:
    return json.dumps({"total": len(logs), "page": 0, "records": logs}, indent=2)


def as_pages(logs: list[Json]) -> str:
    return "".join(json.dumps({"records": [each], "note": "[{"}) + "\n" for each in logs)


def as_list(logs: list[Json]) -> str:
    return json.dumps(logs)


def as_pretty_list(logs: list[Json]) -> str:
    return "\ufeff" + json.dumps(logs, indent=4)


def as_list_of_pages(logs: list[Json]) -> str:
    return json.dumps([{"records": logs[:2]}, {"records": logs[2:]}])


@pytest.mark.parametrize("form", [as_lines, as_page, as_pages, as_list, as_pretty_list, as_list_of_pages])
def test_every_form_is_the_same(database: Database, tmp_path: Path, form: Callable[[list[Json]], str]) -> None:
    path = tmp_path / "x.json"
    # Newest first, as exports are: children before their parents.
    path.write_text(form([log(3, parent_id="data_1"), log(2), log(1)]), encoding="utf-8")
    report = database.take(path)
    assert report["kinds"]["logs"] == {"imported": 3, "skipped": 0, "changed": 3, "failed": 0}
    assert database.log("data_3")["parent_id"] == database.log("data_1")["id"]
    again = database.take(path)
    assert again["kinds"]["logs"]["skipped"] == 3
    assert (again["kinds"]["feedback"]["skipped"], again["kinds"]["results"]["skipped"]) == (3, 3)


def test_a_log_is_what_it_was(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(as_lines([log(1), log(2, reference_id="mine", session_reference_id="talk")]), encoding="utf-8")
    report = database.take(path)
    row, other = database.log("data_1"), database.log("data_2")
    given = log(1)
    for name in ("inputs", "messages", "output", "source", "metadata", "environment", "duration"):
        assert row[name] == given[name], name
    assert (row["reference_id"], other["reference_id"]) == ("data_1", "mine")
    assert row["details"]["tokens"] == 7
    assert row["details"]["provider_request"] == {"messages": [], "api_key": "[left out]"}
    sessions = {session["id"]: session["reference_id"] for session in database.rows(schema.sessions)}
    assert (sessions[row["session_id"]], sessions[other["session_id"]]) == ("sesh_old", "talk")
    (config,) = database.rows(schema.configs)
    assert (config["name"], config["content"]["temperature"]) == ("first", 0.5)
    assert database.new_id("config_old") == config["id"]
    assert database.new_id("pr_old") == row["project_id"]
    (kept,) = database.rows(schema.imported, schema.imported.c.old_id == "data_1")
    assert kept["rest"] == {"batch_ids": ["b"], "trial_id": "trial_old"}
    items = database.rows(schema.feedback)
    assert [(item["type"], item["value"], item["user"]) for item in items] == [("rating", "good", "ann")] * 2
    (evaluator,) = database.rows(schema.evaluators)
    assert (evaluator["name"], evaluator["type"]) == ("Exact", "external")
    assert [result["value"] for result in database.rows(schema.evaluation_results)] == [True, True]
    assert report["secrets_left_out"] == 2


def test_logs_without_a_config_get_one(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "weather.jsonl"
    bare = {"id": "data_1", "output": "x", "created_at": "2024-05-01T10:00:00Z"}
    path.write_text(as_lines([bare, {**bare, "id": "data_2"}]), encoding="utf-8")
    database.take(path)
    (config,) = database.rows(schema.configs)
    (project,) = database.rows(schema.projects)
    assert (config["name"], config["type"], project["name"]) == ("imported", "generic", "weather")


def test_a_table(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    rows = [
        {
            "id": "data_1",
            "created_at": "2024-05-01T10:00:00Z",
            "inputs.question": "2",
            "inputs.lang": "",
            "messages": '[{"role": "user", "content": "?"}]',
            "output": "4",
            "feedback.rating": "good",
            "feedback.tags": '["a", "b"]',
            "feedback.stars": "3",
            "prompt_tokens": "12",
        },
        {"id": "data_2", "inputs.lang": "de", "output": "[x", "project": "2024", "prompt_tokens": "12.0"},
        {"output": "no id"},
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["project", *rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    report = database.take(path)
    first, second = database.log("data_1"), database.log("data_2")
    assert (first["inputs"], first["output"], second["inputs"], second["output"]) == (
        {"question": "2"},
        "4",
        {"lang": "de"},
        "[x",
    )
    assert first["messages"] == [{"role": "user", "content": "?"}]
    assert [repr(row["details"]["prompt_tokens"]) for row in (first, second)] == ["12", "12"]
    given = {row["type"]: row["value"] for row in database.rows(schema.feedback)}
    assert given == {"rating": "good", "tags": ["a", "b"], "stars": 3}
    assert {row["name"] for row in database.rows(schema.projects)} == {"faq", "2024"}
    assert [(each["line"], each["reason"]) for each in report["failures"]] == [
        (4, "it is no log of the v4 API: it has no id")
    ]


def test_a_log_of_this_server_is_there_already(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(as_lines([log(1)]), encoding="utf-8")
    database.take(path)
    here = database.log("data_1")
    path.write_text(as_lines([log(1, id=here["id"], feedback=[], evaluation_results=[])]), encoding="utf-8")
    report = database.take(path)
    assert report["kinds"]["logs"] == {"imported": 0, "skipped": 1, "changed": 0, "failed": 0}
    assert len(database.rows(schema.logs)) == 1


def of_model(**fields: Any) -> Json:
    return {"config": {"id": "config_1", "type": "model", "model": "m", **fields}}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"messages": ["hello"]}, "messages.0"),
        ({"messages": [{"role": "user", "content": [5]}]}, "messages.0.content.0"),
        ({"messages": "hello"}, "messages"),
        ({"output_message": "hello"}, "output_message"),
        ({"inputs": ["a"]}, "inputs"),
        ({"metadata": "a"}, "metadata"),
        ({"user": ["ann"]}, "user"),
        ({"save": "no"}, "save"),
        ({"tokens": "7"}, "tokens"),
        ({"finish_reason": {"a": 1}}, "finish_reason"),
        ({"tool_choice": 5}, "tool_choice"),
        ({"tools": ["x"]}, "tools.0"),
        ({"session_reference_id": {"a": 1}}, "session_reference_id"),
        ({"feedback": [{"type": "rating", "value": {"a": 1}}]}, "feedback.0.value"),
        ({"feedback": [{"type": "rating", "value": "good", "user": ["ann"]}]}, "feedback.0.user"),
        ({"evaluation_results": [{"value": [{"a": 1}]}]}, "evaluation_results.0.value.0"),
        ({"feedback": [{"type": "stars", "value": 1e301}]}, "feedback.0.value"),
        ({"evaluation_results": [{"value": 1e301}]}, "evaluation_results.0.value"),
        ({"duration": 1e301}, "duration"),
        (of_model(chat_template=["hello"]), "config.chat_template.0"),
        (of_model(temperature="warm"), "config.temperature"),
        ({"config": {"type": "tool", "name": "t", "parameters": 5}}, "config.parameters"),
    ],
)
def test_what_the_api_refuses_fails_with_its_place(database: Database, tmp_path: Path, more: Json, place: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(as_lines([log(1), {"id": "data_2", "output": "x", **more}]), encoding="utf-8")
    report = database.take(path)
    assert report["kinds"]["logs"]["imported"] == 1
    (failure,) = report["failures"]
    assert failure["line"] == 2
    assert f"it is no log of the v4 API: `{place}`" in failure["reason"]


def test_whatever_this_server_answers_is_one(api: Api, database: Database, tmp_path: Path) -> None:
    project = api.ok("projects.create", {"name": api.name()})
    home = {"project_id": project["id"]}
    tool = {"name": "find", "description": "d", "parameters": {"type": "object", "properties": {}}}
    image = {"url": "https://a.example/b.png", "detail": "auto"}
    parts = [{"type": "text", "text": "?"}, {"type": "image_url", "image_url": image}]
    calls = {"mock_tool_calls": [{"name": "find", "arguments": {}}]}
    config = {"model": "m", "provider": "mock", "tools": [tool], "other": calls}
    ask = {**home, "messages": [{"role": "user", "content": parts}], "model_config": config, "tool_choice": "auto"}
    called = api.ok("chats.create", ask)["data"][0]
    api.ok("feedback.feedback", {"type": "issue", "value": ["a", "b"], "data_id": called["id"], "user": "ann"})
    api.ok("completions.create", {**home, "model_config": {"model": "m", "provider": "mock", "prompt_template": "x"}})
    api.ok("logs.log", {**home, "config": {"type": "tool", "name": "t"}, "judgment": ["a"], "duration": 1})
    api.ok("logs.log", {**home, "session_reference_id": "s", "messages": [called["output_message"]], "metadata": {}})
    page = api.ok("projects.export", id=project["id"])
    path = tmp_path / "x.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    report = database.take(path)
    assert (report["kinds"]["logs"]["imported"], report["failures"]) == (4, [])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("nothing\n", [1]),
        ('[{"id": "data_1"}, oops', [1]),
        ('[{"id": "data_1"},\n 7,\n{"id": 5}]', [2, 3]),
        ('{"records": [{"id": "data_1"}, 3]}', [1]),
    ],
)
def test_broken_files(database: Database, tmp_path: Path, text: str, lines: list[int]) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    report = database.take(path)
    assert [each["line"] for each in report["failures"]] == lines
    assert report["kinds"]["logs"]["imported"] == int("data_1" in text)


def test_one_value_that_is_too_large(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"id": "data_1"}, {"id": "data_2", "output": "x" * 9_000_000}]), encoding="utf-8")
    report = database.take(path, limit=1_000_000)
    assert report["kinds"]["logs"]["imported"] == 1
    assert "HUMANLOOP_SERVER_BODY_LIMIT" in report["failures"][0]["reason"]
