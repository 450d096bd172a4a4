"""Exports of a server that has worked: read back, by project, beside what is there already, and for other tools."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.commands import check, exporting, importing
from tests.server.moving.test_commands import rows_of, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with an experiment, a dataset, a session, feedback and two projects."""
    path = tmp_path / "x.db"
    settings = Settings(database=str(path), port=0, ask_providers=False, environments=("live", "staging"))
    with (
        serve_in_thread(settings=settings) as running,
        Humanloop(host=running.url, api_key=running.api_key) as humanloop,
    ):
        first = humanloop.model_configs.register(project="a", model="m", provider="mock", prompt_template="{{x}}")
        second = humanloop.model_configs.register(project="a", model="n", provider="mock", prompt_template="{{x}}")
        project = humanloop.projects.get(id="-", name="a")
        experiment = humanloop.experiments.create(
            project_id=project.id,
            name="which",
            positive_labels=[{"type": "rating", "value": "good"}],
            config_ids=[first.config.id, second.config.id],
        )
        drawn = humanloop.experiments.sample(experiment_id=experiment.id)
        log = humanloop.log(project="a", trial_id=drawn.trial_id, inputs={"x": "1"}, output="one")
        humanloop.feedback(type="rating", value="good", data_id=log.id, user="ann")
        child = {"inputs": {"x": "2"}, "output": "two", "session_reference_id": "talk", "config": {"model": "m"}}
        humanloop.log(project="b", **child)
        humanloop.log(project="a", **child)
        humanloop.datasets.create(project_id=project.id, name="d", description="")
    return path


def test_everything_is_equal_after_a_round(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert run(exporting, tmp_path / "out", "--database", database) == 0
    assert run(importing, tmp_path / "out", "--database", other) == 0
    before = rows_of(database)
    assert rows_of(other) == before
    filled = {name for name, rows in before.items() if rows}
    assert filled >= {"experiments", "experiment_configs", "trials", "trial_logs", "datasets", "sessions", "feedback"}


def test_a_table_that_an_earlier_release_did_not_have_is_not_missing(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(exporting, tmp_path / "out", "--database", database) == 0
    (tmp_path / "out" / "evaluation_lost_logs.jsonl").unlink()
    path = tmp_path / "out" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for named in (True, False):
        if not named:
            del manifest["counts"]["evaluation_lost_logs"]
        path.write_text(json.dumps(manifest), encoding="utf-8")
        capsys.readouterr()
        run(importing, tmp_path / "out", "--database", tmp_path / f"{named}.db", "--json")
        said = json.loads(capsys.readouterr().out)["incomplete"]
        assert said == (["evaluation_lost_logs.jsonl"] if named else [])


def test_a_project_goes_beside_what_is_there(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    run(exporting, tmp_path / "b", "--database", database, "--project", "b")
    run(exporting, tmp_path / "a", "--database", database, "--project", "a")
    assert run(exporting, tmp_path / "c", "--database", database, "--project", "nobody") == 1
    assert run(importing, tmp_path / "b", "--database", other) == 0
    assert run(importing, tmp_path / "a", "--database", other) == 0
    before, after = rows_of(database), rows_of(other)
    for name in ("projects", "logs", "feedback", "trials", "configs", "environments", "sessions"):
        assert {row.get("id") for row in after[name]} == {row.get("id") for row in before[name]}, name
    assert {row["name"]: row["data_count"] for row in after["projects"]} == {"a": 2, "b": 1}
    (session,) = after["sessions"]
    assert session["datapoints_count"] == 2


def test_what_is_for_other_tools_is_not_read_back(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(exporting, tmp_path / "table", "--database", database, "--format", "csv")
    run(exporting, tmp_path / "columns", "--database", database, "--format", "parquet")
    with (tmp_path / "table" / "logs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = pl.read_parquet(tmp_path / "columns" / "logs.parquet")
    assert [row["id"] for row in rows] == frame["id"].to_list()
    assert json.loads(rows[0]["inputs"]) == json.loads(frame["inputs"][0]) == {"x": "1"}
    assert frame["created_at"].dtype == pl.Datetime("us", "UTC")
    capsys.readouterr()
    assert run(importing, tmp_path / "table", "--database", tmp_path / "new.db") == 2
    assert "only an export of the format jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("lost", ["a line", "a part of a line", "the file"])
def test_what_an_export_has_lost_is_not_counted(database: Path, tmp_path: Path, lost: str) -> None:
    export, other = tmp_path / "out", tmp_path / "other.db"
    run(exporting, export, "--database", database)
    logs = export / "logs.jsonl"
    lines = logs.read_bytes().splitlines(keepends=True)
    if lost == "the file":
        logs.unlink()
    else:
        logs.write_bytes(b"".join(lines[:-1]) + (lines[-1][:40] if lost == "a part of a line" else b""))
    run(importing, export, "--database", other)
    left = {"a line": 2, "a part of a line": 2, "the file": 0}[lost]
    rows = rows_of(other)
    assert len(rows["logs"]) == sum(row["data_count"] for row in rows["projects"]) == left
    assert run(check, "--database", other) == 0
