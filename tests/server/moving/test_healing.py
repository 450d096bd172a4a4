"""What an earlier import could not know is made good by one that knows it; what was changed since stays."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.domain.deployments import deploy
from humanloop.server.store import schema
from tests.server.moving import trees
from tests.server.moving.conftest import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Ids that are others in each database, and times that say when a row was written.
_OTHERS = frozenset(
    {
        *("project_id", "config_id", "directory_id", "seq", "position", "updated_at", "arrived_at"),
        *("arrived_seq", "logging_project_id", "last_used", "log_seq"),
    }
)
_TABLES = ("evaluations", "evaluation_evaluators", "evaluation_logs", "sessions", "datasets", "datapoints", "logs")
FILES = [
    *(f"pr_1/{name}" for name in ("file.json", "deployments.json", "versions/prv_1", "versions/prv_2", "logs/1.jsonl")),
    *(f"pr_1/evaluations/evr_1/{name}" for name in ("evaluation.json", "runs/rn_1", "runs/rn_2", "logs/1.jsonl")),
    *(f"ds_1/{name}" for name in ("file.json", "versions/dsv_1", "versions/dsv_2")),
    *("ds_1/datapoints/dsv_1/1.jsonl", "ds_1/datapoints/dsv_2/1.jsonl"),
    *("fl_1/file.json", "fl_1/logs/1.jsonl", "tl_1/file.json", "ev_1/file.json", "ev_2/file.json", "ev_2/logs/1.jsonl"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return trees.write_tree(tmp_path / "20250801-100000")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path, "other.db")
    yield made
    made.store.close()


def part_of(tree: Path, *missing: str) -> Path:
    """Copy a tree without some of its files."""
    part = tree.parent / "part" / tree.name
    shutil.copytree(tree, part)
    for name in missing:
        (part / "files" / name).unlink()
    return part


def seen(database: Database) -> dict[str, Any]:
    """What is in a database, but for what differs between any two."""
    found: dict[str, Any] = {
        name: sorted(str(plain(row)) for row in database.rows(schema.metadata.tables[name])) for name in _TABLES
    }
    found["rests"] = {row["old_id"]: (row["kind"], row["rest"]) for row in database.rows(schema.imported)}
    found["names"] = sorted((row["name"], row["data_count"]) for row in database.rows(schema.projects))
    return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _OTHERS}
    # What a dataset was called when it was frozen may stay.
    kept |= {"dataset_snapshot": row["dataset_snapshot"]["datapoint_count"]} if "dataset_snapshot" in row else {}
    return kept


def change(database: Database, table: sa.Table, row_id: str, **values: Any) -> None:
    statement = sa.update(table).where(table.c.id == row_id).values(**values)
    database.store.writer.submit(lambda connection: connection.execute(statement)).result()


@pytest.mark.parametrize("missing", FILES)
def test_a_file_that_comes_later_is_as_if_it_had_come_at_once(
    database: Database, other: Database, tree: Path, missing: str
) -> None:
    other.take(tree)
    database.take(part_of(tree, missing))
    database.take(tree)
    assert seen(database) == seen(other)


def test_many_files_that_come_later_are_as_if_they_had_come_at_once(
    database: Database, other: Database, tree: Path
) -> None:
    other.take(tree)
    database.take(part_of(tree, *(name for name in FILES if "rn_1" not in name and "file.json" not in name)))
    (evaluation,) = database.rows(schema.evaluations)
    assert (evaluation["name"], evaluation["dataset_snapshot"]["datapoint_count"]) == (None, 0)
    database.take(tree)
    assert seen(database) == seen(other)
    (evaluation,) = database.rows(schema.evaluations)
    assert (evaluation["name"], evaluation["dataset_snapshot"]["datapoint_count"]) == ("nightly (rn_1)", 2)


def test_an_evaluation_that_is_under_way_gets_no_evaluators(database: Database, tree: Path) -> None:
    database.take(part_of(tree, "pr_1/evaluations/evr_1/evaluation.json"))
    (evaluation,) = database.rows(schema.evaluations)
    change(database, schema.evaluations, evaluation["id"], status="running")
    database.take(tree)
    assert database.rows(schema.evaluation_evaluators) == []
    change(database, schema.evaluations, evaluation["id"], status="completed")
    database.take(tree)
    assert len(database.rows(schema.evaluation_evaluators)) == 2


def nameless(tree: Path) -> Path:
    """A part of a tree that says nothing of a prompt but what it has logged."""
    part = tree.parent / "part" / tree.name
    trees.write_lines(part / "files" / "pr_1" / "logs" / "1.jsonl", [trees.log(1, prompt=None)])
    return part


def names(database: Database) -> set[str]:
    return {row["name"] for row in database.rows(schema.projects)}


def test_a_project_that_was_called_by_its_old_id_gets_its_name(database: Database, tree: Path) -> None:
    database.take(nameless(tree), prefix="old/")
    assert names(database) == {"old/pr_1"}
    report = database.take(tree, prefix="old/")
    assert names(database) == {
        "old/support/answer",
        "old/support/weather",
        "old/support/whole",
        "old/support/questions",
    }
    assert report["failures"] == []
    (project,) = database.rows(schema.projects, schema.projects.c.id == database.new_id("pr_1"))
    assert (project["name"], project["created_at"]) == ("old/support/answer", trees.BEGAN)


def test_a_project_that_was_named_since_keeps_its_name(database: Database, tree: Path) -> None:
    database.take(nameless(tree))
    change(database, schema.projects, database.new_id("pr_1"), name="mine")
    database.take(tree)
    assert "mine" in names(database)
    assert not names(database) & {"pr_1", "support/answer"}


def test_a_project_whose_name_another_one_has_stays_and_is_told(database: Database, tree: Path) -> None:
    database.take(nameless(tree))
    other = trees.flow(id="fl_2", path="support/answer")
    trees.write_file(tree.parent / "other", other, [other])
    database.take(tree.parent / "other")
    report = database.take(tree)
    assert names(database) >= {"pr_1", "support/answer"}
    told = {(each["kind"], each["field"]): each["how"] for each in report["changes"]}
    assert told["projects", "name"] == "the old id stays: another project is called so"


def test_versions_name_a_file_that_is_not_there(database: Database, tree: Path) -> None:
    database.take(part_of(tree, "pr_1/file.json", "ds_1/file.json"))
    assert names(database) == {"support/answer", "support/weather", "support/whole", "support/questions"}
    called = {row["name"]: row["id"] for row in database.rows(schema.datasets)}
    assert called == {
        "support/questions": database.new_id("dsv_2"),
        "support/questions (name of dsv_1)": database.new_id("dsv_1"),
    }
    assert database.new_id("ds_1") == database.new_id("dsv_2")


def test_a_version_that_was_the_newest_one_is_called_as_an_older_one(database: Database, tree: Path) -> None:
    database.take(part_of(tree, "ds_1/file.json", "ds_1/versions/dsv_2", "pr_1/evaluations/evr_1/runs/rn_1"))
    assert [row["name"] for row in database.rows(schema.datasets)] == ["support/questions"]
    database.take(tree)
    called = {row["id"]: row["name"] for row in database.rows(schema.datasets)}
    older, newest = database.new_id("dsv_1"), database.new_id("dsv_2")
    assert called == {older: "support/questions (name of dsv_1)", newest: "support/questions"}
    # Whatever it is called since, it stays.
    change(database, schema.datasets, newest, name="gone")
    change(database, schema.datasets, older, name="support/questions")
    database.take(tree)
    called = {row["id"]: row["name"] for row in database.rows(schema.datasets)}
    assert called == {older: "support/questions", newest: "gone"}


def test_datapoints_that_come_later_are_in_the_version_that_was_imported(database: Database, tree: Path) -> None:
    database.take(part_of(tree, "ds_1/datapoints/dsv_2/1.jsonl"))
    # Somebody has changed the dataset.
    change(database, schema.datasets, database.new_id("dsv_2"), version=2, version_id="evv_x")
    database.take(tree)
    (evaluation,) = database.rows(schema.evaluations)
    assert (evaluation["dataset_version"], evaluation["dataset_snapshot"]["datapoint_count"]) == (1, 2)
    assert {row["added_version"] for row in database.rows(schema.datapoints)} == {1}


def test_a_session_that_no_import_has_made_begins_when_it_was_made(database: Database, tree: Path) -> None:
    made = {"id": "sesh_own", "reference_id": "trace_1", "datapoints_count": 0}
    moment = trees.BEGAN.replace(year=2026)
    row = {**made, "created_at": moment, "updated_at": moment}
    database.store.writer.submit(lambda connection: connection.execute(sa.insert(schema.sessions), row)).result()
    database.take(tree)
    (session,) = database.rows(schema.sessions)
    assert (session["id"], session["created_at"]) == ("sesh_own", moment)


def test_a_session_begins_with_its_first_log_whenever_that_comes(database: Database, tmp_path: Path) -> None:
    for number in (9, 5, 7):
        root = tmp_path / str(number)
        folder = trees.write_file(root, trees.prompt(), [trees.prompt()])
        trees.write_lines(folder / "logs" / "1.jsonl", [trees.log(number, trace_id="t")])
        database.take(root)
    (session,) = database.rows(schema.sessions)
    assert session["created_at"] == trees.BEGAN.replace(second=5)


def test_a_judgment_in_the_folder_of_a_prompt_says_nothing_of_the_prompt(database: Database, tree: Path) -> None:
    of_evaluator = [f"ev_2/{name}" for name in ("file.json", "versions/ev_2_v1", "logs/1.jsonl")]
    database.take(part_of(tree, *of_evaluator, "pr_1/evaluations/evr_1/evaluation.json"))
    (row,) = database.rows(schema.imported, schema.imported.c.old_id == "ev_2_v1")
    assert row["rest"] == {"instructions": "Read it twice."}


def test_what_was_deployed_since_stays(database: Database, tree: Path) -> None:
    database.take(tree)
    (environment,) = database.rows(schema.environments, schema.environments.c.name == "production")
    project_id, config_id = database.new_id("pr_1"), database.new_id("prv_2")

    def deployed() -> dict[str, str]:
        return {row["environment_id"]: row["config_id"] for row in database.rows(schema.deployments)}

    before = deployed()
    assert before[environment["id"]] == database.new_id("prv_1")
    database.store.writer.submit(
        lambda connection: deploy(connection, project_id, [environment], config_id=config_id)
    ).result()
    report = database.take(tree)
    assert deployed() == {**before, environment["id"]: config_id}
    assert (report["kinds"]["deployments"]["imported"], report["kinds"]["deployments"]["skipped"]) == (0, 2)
    (kept,) = (change for change in report["changes"] if change["kind"] == "deployments")
    assert (kept["field"], kept["count"]) == ("version", 1)
    database.store.writer.submit(lambda connection: connection.execute(sa.delete(schema.deployments))).result()
    database.take(tree)
    assert deployed() == {}


def exports_of(folder: Path, names: tuple[str, ...], in_production: tuple[str, ...]) -> list[Path]:
    """Exports one after the other, each with what was in production then. The third version is equal to the first."""
    versions = [
        trees.prompt("prv_1", created_at=trees.at(-60)),
        trees.prompt(temperature=1),
        trees.prompt("prv_3", created_at=trees.at(60)),
    ]
    for name, version in zip(names, in_production, strict=True):
        made = trees.write_file(folder / name, versions[-1], versions)
        trees.write(made / "deployments.json", [trees.deployment(version, "production", "default")])
    return [folder / name for name in names]


def deploy_here(database: Database, version: str) -> None:
    (environment,) = database.rows(schema.environments, schema.environments.c.name == "production")
    project_id, config_id = database.new_id("pr_1"), database.new_id(version)
    database.store.writer.submit(
        lambda connection: deploy(connection, project_id, [environment], config_id=config_id)
    ).result()


def in_production(database: Database) -> str:
    (row,) = database.rows(schema.deployments)
    return str(row["config_id"])


DATED = ("20250801-100000", "20250802-100000", "20250803-100000")


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (DATED, [[0], [1], [2]]),
        (DATED, [[0, 1, 2]]),
        (DATED, [[0], [0, 1], [0, 1, 2]]),
        (DATED, [[0, 1], [2]]),
        (DATED, [[0], [1, 2]]),
        (DATED, [[0], [1], [2], [1], [0]]),
        (DATED, [[1], [2], [0], [1]]),
        (("monday", "later", "last"), [[0], [1], [2], [2]]),
    ],
)
@pytest.mark.parametrize("versions", [("prv_1", "prv_2", "prv_3"), ("prv_1", "prv_2", "prv_1")])
def test_a_rollback_comes_in(
    database: Database, tmp_path: Path, names: tuple[str, ...], order: list[list[int]], versions: tuple[str, ...]
) -> None:
    exports = exports_of(tmp_path / "all", names, versions)
    for each in order:
        database.take(*(exports[place] for place in each))
    assert in_production(database) == database.new_id("prv_1")
    # Whatever of it comes again says nothing new.
    deploy_here(database, "prv_2")
    for each in (exports[2:], exports[:1], exports) if names == DATED else (exports[2:],):
        database.take(*each)
        assert in_production(database) == database.new_id("prv_2")


def test_an_export_that_is_written_anew_says_what_is_deployed_by_now(database: Database, tmp_path: Path) -> None:
    for version in ("prv_1", "prv_2", "prv_1", "prv_3"):
        database.take(*exports_of(tmp_path, DATED[:1], (version,)))
        assert in_production(database) == database.new_id(version)


def test_what_was_cleared_is_not_deployed_by_default(database: Database, tmp_path: Path) -> None:
    (export,) = exports_of(tmp_path, DATED[:1], ("prv_1",))
    database.take(export)
    (export / "files" / "pr_1" / "deployments.json").unlink()
    database.store.writer.submit(lambda connection: connection.execute(sa.delete(schema.deployments))).result()
    database.take(export)
    assert database.rows(schema.deployments) == []
