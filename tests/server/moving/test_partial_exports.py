"""Exports of some projects: whatever projects share, nothing in an export belongs to what is not in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import Settings, serve_in_thread
from humanloop.server.commands import exporting, importing
from humanloop.server.moving.own.form import TABLES
from tests.server.moving import trees
from tests.server.moving.test_commands import rows_of, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api

_POINTS = [{"inputs": {"t": "1"}}, {"inputs": {"t": "2"}}]


def evaluate(api: Api, project: str, *homes: str) -> list[str]:
    """Let a project evaluate some logs, each of which is in a project of its own; answers their ids."""
    asked = {"project": project, "model": "m", "provider": "mock", "prompt_template": "{{t}}"}
    registered = api.ok("model_configs.register", asked)
    project_id, config = registered["project_id"], registered["config"]["id"]
    dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project_id)["id"]
    points = api.ok("datasets.create_datapoint", _POINTS, dataset_id=dataset)
    judge = {"name": f"judge of {project}", "description": "", "arguments_type": "target_free", "return_type": "number"}
    evaluator = api.ok("evaluators.create", {**judge, "type": "external"})["id"]
    body = {"config_id": config, "dataset_id": dataset, "evaluator_ids": [evaluator], "hl_generated": False}
    evaluation = api.ok("evaluations.create", body, project_id=project_id)["id"]
    api.ok("evaluations.update_status", {"status": "running"}, id=evaluation)
    logs: list[str] = []
    for point, home in zip(points, homes, strict=True):
        said = {"datapoint_id": point["id"], "log": {"project": home, "output": f"for {project} in {home}"}}
        logs.append(api.ok("evaluations.log", said, evaluation_id=evaluation)["id"])
        result = {"log_id": logs[-1], "evaluator_id": evaluator, "result": 3}
        api.ok("evaluations.result", result, evaluation_id=evaluation)
    return logs


def ask_in_another_project(api: Api) -> str:
    """Make an evaluator that asks a model, first in one project and then in another; answers what it is."""
    body: dict[str, Any] = {
        "name": "asks",
        "description": "",
        "type": "llm",
        "arguments_type": "target_free",
        "return_type": "boolean",
        "model_config": {"model": "gpt-4o", "prompt_template": "Is it so?"},
    }
    made = api.ok("evaluators.create", body)
    api.ok("projects.delete", id=made["logging_project"]["id"])
    changed = {"model_config": {"model": "gpt-4o", "prompt_template": "Is it not?"}}
    return str(api.ok("evaluators.update", changed, id=made["id"])["logging_project"]["name"])


@pytest.fixture
def names(tmp_path: Path, api_class: type[Api]) -> list[str]:
    """Names of projects of a database that use what is in others."""
    settings = Settings(database=str(tmp_path / "x.db"), port=0, ask_providers=False, provider_fallback="mock")
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        above = api.ok("logs.log", {"project": "c", "output": "above", "session_reference_id": "s"})
        api.ok("logs.log", {"project": "a", "output": "below", "parent_id": above["id"], "session_reference_id": "s"})
        evaluate(api, "a", "a", "b")
        evaluate(api, "b", "a", "b")
        return ["a", "b", "c", ask_in_another_project(api)]


def test_nothing_belongs_to_what_is_not_there(
    names: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in enumerate(names):
        out, other = tmp_path / f"out{number}", tmp_path / f"other{number}.db"
        assert run(exporting, out, "--database", tmp_path / "x.db", "--project", name) == 0
        held = {
            table.name: [json.loads(line) for line in (out / f"{table.name}.jsonl").read_bytes().splitlines()]
            for table in TABLES
        }
        for table in TABLES:
            for key in table.foreign_keys:
                there = {row[key.column.name] for row in held[key.column.table.name]}
                named = {row[key.parent.name] for row in held[table.name]} - {None}
                assert named <= there, (name, table.name, key.parent.name)
        capsys.readouterr()
        assert run(importing, out, "--database", other, "--json") == 0
        assert json.loads(capsys.readouterr().out)["failures"] == []
        assert {row["name"] for row in rows_of(other)["projects"]} >= {name}


def test_projects_that_share_something_come_whole_one_after_the_other(names: list[str], tmp_path: Path) -> None:
    everything = [each for name in names for each in ("--project", name)]
    assert run(exporting, tmp_path / "all", "--database", tmp_path / "x.db", *everything) == 0
    other = tmp_path / "other.db"
    assert run(exporting, tmp_path / "a", "--database", tmp_path / "x.db", "--project", "a") == 0
    assert run(importing, tmp_path / "a", "--database", other) == 0
    assert len(rows_of(other)["evaluation_results"]) == 1
    assert run(importing, tmp_path / "all", "--database", other) == 0
    before, after = rows_of(tmp_path / "x.db"), rows_of(other)
    for name in ("evaluation_logs", "evaluation_results", "evaluations", "logs", "configs"):
        assert len(after[name]) == len(before[name]), name


def test_old_ids_come_along(tmp_path: Path) -> None:
    database, other = tmp_path / "x.db", tmp_path / "other.db"
    run(importing, trees.write_tree(tmp_path / "20250801-100000"), "--database", database)
    names = [each for row in rows_of(database)["projects"] for each in ("--project", row["name"])]
    assert run(exporting, tmp_path / "out", "--database", database, *names) == 0
    assert run(importing, tmp_path / "out", "--database", other) == 0
    ids = {row["id"] for name, rows in rows_of(other).items() if name != "imported" for row in rows if "id" in row}
    before = {row["old_id"]: row["id"] for row in rows_of(database)["imported"]}
    after = {row["old_id"]: row["id"] for row in rows_of(other)["imported"]}
    assert after == {old: new for old, new in before.items() if new in ids}
    assert {"evaluator_version", "datapoint", "feedback"} <= {row["kind"] for row in rows_of(other)["imported"]}
