"""Ids that would be names of files, and links: nothing outside of what is imported is read, and all else comes in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.store import schema
from tests.server.moving import trees

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.moving.conftest import Database

WRONG = ["v" * 300, "v/w", "../../../../evil", "/evil", "v\0", "C:v", "v\\w", "..", "ü" * 200]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    evil = {"id": "dp_evil", "inputs": {"a": "OUTSIDE"}, "messages": None, "target": None}
    trees.write_lines(tmp_path / "evil" / "1.jsonl", [evil])
    return trees.write_tree(tmp_path / "exports" / "20250801-100000")


def changed(path: Path, **fields: Any) -> None:
    trees.write(path, {**json.loads(path.read_text(encoding="utf-8")), **fields})


def failures(report: dict[str, Any], root: Path) -> set[tuple[str, str]]:
    return {(each["file"].removeprefix(f"{root}/"), each["reason"]) for each in report["failures"]}


def kinds(report: dict[str, Any]) -> dict[str, int]:
    return {kind: each["imported"] for kind, each in report["kinds"].items()}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_version_of_a_dataset_whose_id_names_no_file_fails_alone(database: Database, tree: Path, wrong: str) -> None:
    changed(tree / "files" / "ds_1" / "versions" / "dsv_1", version_id=wrong)
    report = database.take(tree)
    why = "it does not have the form of the export: `version_id` cannot be the name of a file"
    assert failures(report, tree) == {("files/ds_1/versions/dsv_1", why)}
    assert kinds(report)["datasets"] == 1
    assert kinds(report)["logs"] == 5
    assert "OUTSIDE" not in str(database.rows(schema.datapoints))


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("field", ["id", "version_id"])
def test_a_run_whose_dataset_names_no_file_fails_alone(database: Database, tree: Path, field: str, wrong: str) -> None:
    evaluation = tree / "files" / "pr_1" / "evaluations" / "evr_1"
    run = json.loads((evaluation / "runs" / "rn_1").read_text(encoding="utf-8"))
    trees.write(
        evaluation / "runs" / "rn_0",
        {**run, "id": "rn_0", "dataset": trees.dataset(**{"version_id": "dsv_2", field: wrong})},
    )
    report = database.take(tree)
    why = f"it does not have the form of the export: `{field}` cannot be the name of a file"
    assert failures(report, tree) == {("files/pr_1/evaluations/evr_1/runs/rn_0", why)}
    assert (kinds(report)["evaluations"], kinds(report)["logs"]) == (1, 5)
    assert "OUTSIDE" not in str(database.rows(schema.datapoints))


@pytest.mark.parametrize("wrong", WRONG)
def test_ids_that_name_no_file_find_nothing(database: Database, tree: Path, wrong: str) -> None:
    """Where a file is only looked for, a record holds enough without it."""
    folder = tree / "files" / "pr_1"
    link = {"type": "file", "link": {"file_id": wrong, "version_id": wrong}}
    changed(folder / "file.json", linked_tools=[link])
    changed(folder / "evaluations" / "evr_1" / "evaluation.json", file_id=wrong)
    trees.write(folder / "deployments.json", [trees.deployment(wrong, "staging")])
    trees.write_lines(folder / "logs" / "2.jsonl", [trees.log(7, prompt=trees.prompt(wrong, id=wrong, path="p"))])
    report = database.take(tree)
    assert failures(report, tree) == {("files/pr_1/deployments.json", f"the version {wrong} is not in the export")}
    assert kinds(report)["evaluations"] == 1
