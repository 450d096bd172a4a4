"""Ids that would be names of files, and links: nothing outside of what is imported is read, and all else comes in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.commands import exporting, importing
from humanloop.server.store import schema
from tests.server.moving import trees
from tests.server.moving.test_commands import rows_of, run

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


OUT = "a symbolic link leads out of"
FILES = [
    *("ds_1/datapoints/dsv_1/1.jsonl", "ds_1/versions/dsv_1", "fl_1/logs/1.jsonl", "pr_1/deployments.json"),
    *(
        "pr_1/evaluations/evr_1/runs/rn_1",
        "pr_1/evaluations/evr_1/logs/1.jsonl",
        "pr_1/versions/prv_1",
        "tl_1/file.json",
    ),
]


def moved_out(path: Path, folder: Path) -> None:
    """Let a link stand where something was."""
    folder.mkdir(exist_ok=True)
    path.symlink_to(path.rename(folder / path.name))


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_tree_that_is_elsewhere_is_named(database: Database, tree: Path, tmp_path: Path, name: str) -> None:
    path = tree / "files" / name
    moved_out(path, tmp_path / "elsewhere")
    report = database.take(tree)
    named = {(file, reason.startswith(OUT)) for file, reason in failures(report, tree)}
    assert (f"files/{name}", True) in named
    assert named - {(f"files/{name}", True)} <= {("files/pr_1/deployments.json", False)}


def test_a_folder_of_a_tree_that_is_elsewhere_is_named(database: Database, tree: Path, tmp_path: Path) -> None:
    (tree / "files" / "ds_1" / "datapoints" / "dsv_1").rename(tmp_path / "dsv_1")
    (tree / "files" / "ds_1" / "datapoints" / "dsv_1").symlink_to(tmp_path / "evil")
    moved_out(tree / "files" / "ev_1", tmp_path / "elsewhere")
    report = database.take(tree)
    named = {file for file, reason in failures(report, tree) if reason.startswith(OUT)}
    assert named >= {"files/ds_1/datapoints/dsv_1/1.jsonl", "files/ev_1/file.json"}
    assert "OUTSIDE" not in str(database.rows(schema.datapoints))


def test_links_within_a_tree_and_to_one_are_followed(database: Database, tree: Path, tmp_path: Path) -> None:
    path = tree / "files" / "pr_1" / "logs" / "1.jsonl"
    path.symlink_to(path.rename(path.with_name("pages")))
    (tmp_path / "link").symlink_to(tree.parent)
    report = database.take(tmp_path / "link")
    assert (report["failures"], kinds(report)["logs"]) == ([], 5)


def test_loose_files_that_are_elsewhere_are_named(database: Database, tmp_path: Path) -> None:
    for name, text in (
        ("logs/a.jsonl", '{"id": "data_1", "project": "p"}'),
        ("prompts/a.prompt", "---\nmodel: m\n---\n"),
    ):
        folder, file = tmp_path / name.partition("/")[0], tmp_path / name
        folder.mkdir()
        file.write_text(text, encoding="utf-8")
        moved_out(file, tmp_path / "elsewhere")
        report = database.take(folder)
        assert [(each["file"], OUT in each["reason"]) for each in report["failures"]] == [(str(file), True)]
        # Who names a link itself means what it leads to.
        assert database.take(file)["failures"] == []


def test_files_of_an_export_that_are_elsewhere_are_named(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(importing, tree, "--database", tmp_path / "x.db")
    run(exporting, tmp_path / "out", "--database", tmp_path / "x.db")
    moved_out(tmp_path / "out" / "logs.jsonl", tmp_path / "elsewhere")
    (tmp_path / "out" / "round").symlink_to(tmp_path / "out" / "round")
    capsys.readouterr()
    assert run(importing, tmp_path / "out", "--database", tmp_path / "y.db", "--json") == 1
    failed = {each["file"]: each["reason"] for each in json.loads(capsys.readouterr().out)["failures"]}
    assert OUT in failed[str(tmp_path / "out" / "logs.jsonl")]
    assert (len(rows_of(tmp_path / "y.db")["projects"]), rows_of(tmp_path / "y.db")["logs"]) == (4, [])
