"""Exports that were damaged on their way: what cannot be read is named, and all the rest comes in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.commands import check, exporting, importing
from humanloop.server.moving.own.form import TABLES
from humanloop.server.store.schema import Moment
from tests.server.moving import trees
from tests.server.moving.test_commands import rows_of, run, span
from tests.server.moving.test_merging import fill, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api

_PLACES = ("environments", "organisations")
_JUNK: tuple[Any, ...] = (None, True, 5, 1.5, "x", [], ["x"], {}, {"x": 1}, 2**70, -(2**70), "\ud800")


@pytest.fixture
def export(tmp_path: Path, api_class: type[Api]) -> Path:
    """An export that has something of each kind."""
    database = tmp_path / "x.db"
    run(importing, trees.write_tree(tmp_path / "20250801-100000"), "--database", database)
    with serving(database) as running:
        api = api_class(running)
        fill(api, "p")
        traced = {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": [span(1, above=2)]}]}]}
        headers = {"X-API-KEY": running.api_key, "Content-Type": "application/json", "x-humanloop-project": "p"}
        assert api.http("POST", "/otel/v1/traces", body=json.dumps(traced), headers=headers).status == 200
        dataset = api.ok("datasets.list")[0]
        body = {"name": "f", "dataset_id": dataset["id"], "config": {"base_model": "m"}}
        api.ok("finetunes.create", body, project_id=dataset["project_id"])
    assert run(exporting, tmp_path / "out", "--database", database) == 0
    return tmp_path / "out"


def damaged(table: sa.Table, line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Damage a line in all ways that can be told."""
    yield {}
    yield {"id": "data_x"}
    yield {"id": ["x"]}
    for column in table.columns:
        if not may_be_added(column):
            yield {name: value for name, value in line.items() if name != column.name}
        yield from ({**line, column.name: junk} for junk in _JUNK if not may_be(column, junk))


def may_be(column: sa.Column[Any], value: Any) -> bool:
    """Tell whether a value could be one of a column, as far as can be seen."""
    kind = getattr(column.type, "impl", column.type)
    if value is None:
        return bool(column.nullable)
    if isinstance(kind, sa.JSON):
        is_free = column.nullable or column.name == "value"
        return is_free or isinstance(value, list if column.name in ("positive_labels", "users") else dict)
    if isinstance(column.type, Moment):
        return False
    if isinstance(kind, sa.Float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    wanted = bool if isinstance(kind, sa.Boolean) else int if isinstance(kind, sa.Integer) else str
    return type(value) is wanted and value not in (2**70, -(2**70))


def imported(export: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(importing, export, "--database", database, "--json")
    return code, json.loads(capsys.readouterr().out)


def test_lines_that_are_no_rows_are_named_and_all_others_come_in(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: set[tuple[str, int]] = set()
    empty: set[str] = set()
    for table in TABLES:
        path = export / f"{table.name}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        if not lines:
            empty.add(table.name)
        elif table.name not in _PLACES:
            bad = [json.dumps(each) for each in damaged(table, json.loads(lines[0]))]
            # Before the others, among which they must not be taken for any.
            path.write_text("\n".join([*bad, "5", "[]", "{", *lines]) + "\n", encoding="utf-8")
            wrong |= {(path.name, number) for number in range(1, len(bad) + 4)}
    assert empty <= {"evaluation_sums", "evaluation_lost_logs", "evaluation_lost_results", "span_records"}
    other = tmp_path / "other.db"
    for _ in range(2):
        code, report = imported(export, other, capsys)
        assert code == 1
        failed = {(each["file"].rpartition("/")[2], each["line"]) for each in report["failures"]}
        assert failed == wrong
        assert rows_of(other) == rows_of(tmp_path / "x.db")
        assert run(check, "--database", other) == 0


@pytest.mark.parametrize("counts", [None, 5, [], {"logs": "x", "configs": None}])
def test_a_manifest_that_counts_nothing_is_incomplete(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], counts: Any
) -> None:
    manifest = json.loads((export / "manifest.json").read_text(encoding="utf-8"))
    (export / "manifest.json").write_text(json.dumps({**manifest, "counts": counts}), encoding="utf-8")
    other = tmp_path / "other.db"
    code, report = imported(export, other, capsys)
    assert (code, report["incomplete"], report["failures"]) == (0, ["manifest.json"], [])
    assert rows_of(other) == rows_of(tmp_path / "x.db")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        *(("environments", line) for line in ("{", "{}", '{"id": "env_x"}', '{"id": 5, "name": 5}')),
        *(("organisations", line) for line in ("[]", "{}", '{"id": null, "created_at": "x"}')),
    ],
)
def test_a_server_keeps_its_places_where_those_of_an_export_cannot_be_read(
    export: Path, tmp_path: Path, api_class: type[Api], capsys: pytest.CaptureFixture[str], name: str, line: str
) -> None:
    (export / f"{name}.jsonl").write_text(f"{line}\n", encoding="utf-8")
    other = tmp_path / "other.db"
    code, report = imported(export, other, capsys)
    assert code == 1
    assert (report["failures"][0]["file"], report["failures"][0]["line"]) == (str(export / f"{name}.jsonl"), 1)
    assert {each["file"].rpartition("/")[2] for each in report["failures"][1:]} <= {
        *("deployments.jsonl", "deployment_history.jsonl"),
    }
    assert len(rows_of(other)["logs"]) == len(rows_of(tmp_path / "x.db")["logs"])
    with serving(other) as running:
        api_class(running).ok("logs.log", {"project": "p", "output": "more"})


def test_what_no_column_holds_is_named(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = export / "projects.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[0]["name"] = "x" * 5_000
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    code, report = imported(export, tmp_path / "other.db", capsys)
    assert code == 1
    assert "5000 bytes" in report["failures"][0]["reason"]
    assert len(rows_of(tmp_path / "other.db")["projects"]) == len(lines) - 1


def test_lines_need_not_have_what_a_later_release_has_added(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in TABLES:
        path = export / f"{table.name}.jsonl"
        first, *others = path.read_text(encoding="utf-8").splitlines() or ["{}"]
        needed = {column.name for column in table.columns if not may_be_added(column)}
        kept = {name: value for name, value in json.loads(first).items() if name in needed}
        if kept:
            path.write_text("\n".join([json.dumps(kept), *others]) + "\n", encoding="utf-8")
    code, report = imported(export, tmp_path / "other.db", capsys)
    assert (code, report["failures"]) == (0, [])
    before, after = rows_of(tmp_path / "x.db"), rows_of(tmp_path / "other.db")
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert run(check, "--database", tmp_path / "other.db") == 0


def may_be_added(column: sa.Column[Any]) -> bool:
    return bool(column.nullable or column.default is not None or column.server_default is not None)
