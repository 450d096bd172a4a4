"""`humanloop import` and `humanloop export`, as they are typed."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import urllib3

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.commands import audit, exporting, importing
from humanloop.server.moving.own.form import TABLES
from humanloop.server.store import schema
from humanloop.server.store.engine import build_engine
from tests.server.moving import trees
from tests.server.team.conftest import make_key

if TYPE_CHECKING:
    from pathlib import Path


def run(command: Any, *arguments: object) -> int:
    """Run a command as it is typed; answers its exit code."""
    try:
        command.main([str(each) for each in arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def rows_of(database: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that are exported, in the order of their keys."""
    engine = build_engine(f"sqlite:///{database}", writes=False, pool_size=1)
    try:
        with engine.connect() as connection:
            return {
                table.name: [
                    dict(row)
                    for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
                ]
                for table in TABLES
            }
    finally:
        engine.dispose()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return trees.write_tree(tmp_path / "exports" / "20250801-100000").parent


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "x.db"


def test_an_import_says_what_came_of_it(
    tree: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    assert run(importing, tree, "--database", database, "--report", report) == 0
    said = capsys.readouterr().out
    assert said.startswith("Imported.")
    assert "1 pages are missing from the export" in said
    written = json.loads(report.read_text(encoding="utf-8"))
    assert set(written) == {
        *("dry_run", "kinds", "changes", "failures", "incomplete", "missing_pages", "secrets_left_out", "seconds"),
    }
    assert all(set(each) == {"imported", "skipped", "changed", "failed"} for each in written["kinds"].values())
    assert all(set(each) == {"kind", "field", "how", "count", "example"} for each in written["changes"])
    assert written["dry_run"] is False


def test_a_dry_run_reports_the_same_and_writes_nothing(
    tree: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def imported(*more: str) -> dict[str, Any]:
        assert run(importing, tree, "--database", database, "--json", *more) == 0
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        del report["seconds"], report["dry_run"]
        return report

    tried = imported("--dry-run")
    assert not database.exists()
    assert imported() == tried
    before = rows_of(database)
    again = imported("--dry-run")
    assert rows_of(database) == before
    assert imported() == again
    assert again["kinds"]["logs"] == {"imported": 0, "skipped": 6, "changed": 0, "failed": 0}


def test_only_what_is_chosen_comes_in_with_what_it_needs(tree: Path, database: Path) -> None:
    assert run(importing, tree, "--database", database, "--only", "deployments,datasets") == 0
    rows = rows_of(database)
    assert {row["name"] for row in rows["projects"]} == {"support/answer", "support/questions"}
    # The two versions that are deployed, and none of the tool or the flow.
    assert len(rows["configs"]) == 2
    assert (len(rows["deployments"]), len(rows["datasets"]), len(rows["logs"])) == (2, 2, 0)


def test_since_and_prefix_and_versions(tree: Path, database: Path) -> None:
    since = trees.at(3)
    chosen = ("--since", since, "--project-prefix", "old/", "--versions", "latest")
    assert run(importing, tree, "--database", database, *chosen) == 0
    rows = rows_of(database)
    assert {row["reference_id"] for row in rows["logs"]} == {"log_3", "log_4", "log_1"}, "log_1 was judged since"
    assert {row["name"] for row in rows["projects"]} >= {"old/support/answer"}
    assert [row["name"] for row in rows["datasets"]] == ["old/support/questions"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name what is to be imported"),
        (("nowhere",), "there is no such file or folder"),
        (("x", "--only", "promts"), "there is no 'promts'"),
        (("x", "--since", "yesterday"), "is not a time"),
        (("x", "--lookup", "pr_1"), "name what is to be imported"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(importing, *arguments, "--database", database) == 2
    assert said in capsys.readouterr().err
    assert not database.exists()


def test_old_ids_are_found(tree: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(importing, tree, "--database", database)
    capsys.readouterr()
    assert run(importing, "--lookup", "log_1", "--database", database, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"kind", "old_id", "id", "rest"}
    assert (found["kind"], found["old_id"]) == ("log", "log_1")
    assert found["rest"]["reasoning_tokens"] == 3
    assert run(importing, "--lookup", "log_9", "--database", database) == 1
    assert "log_9" in capsys.readouterr().err


def test_failed_lines_are_named_and_make_it_1(tree: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tree / "20250801-100000" / "files" / "pr_1" / "logs" / "2.jsonl"
    long = json.dumps(trees.log(8, output="x" * 5000))
    lines.write_text(f'{json.dumps(trees.log(7))}\nnot json\n{long}\n{{"id": null}}\n', encoding="utf-8")
    os.environ["HUMANLOOP_SERVER_BODY_LIMIT"] = "5000"
    try:
        assert run(importing, tree, "--database", database, "--json") == 1
    finally:
        del os.environ["HUMANLOOP_SERVER_BODY_LIMIT"]
    report = json.loads(capsys.readouterr().out)
    assert [(each["file"], each["line"]) for each in report["failures"]] == [(str(lines), line) for line in (2, 3, 4)]
    assert [each["reason"].partition(":")[0] for each in report["failures"]] == [
        "it is no JSON",
        "it is too large",
        "it does not have the form of the export",
    ]
    assert report["kinds"]["logs"]["imported"] == 6


def test_a_killed_import_goes_on(tmp_path: Path, database: Path) -> None:
    root = tmp_path / "20250801-100000"
    folder = trees.write_file(root, trees.prompt(), [trees.prompt()])
    # Each page holds the children of the page after it.
    pages = [
        [trees.log(1000 * page + at, trace_parent_id=f"log_{1000 * (page + 1) + at}") for at in range(1000)]
        for page in range(4)
    ]
    for number, page in enumerate(pages, 1):
        trees.write_lines(folder / "logs" / f"{number}.jsonl", page)
    arguments = ["humanloop", "import", str(root), "--database", str(database)]
    script = f"import sys; sys.argv = {arguments!r}; from humanloop.cli.command import main; main()"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while _count(database) == 0 and time.monotonic() < until and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    there = _count(database)
    assert 0 < there < 4000, "it was killed in the middle"
    assert run(importing, root, "--database", database) == 0
    rows = rows_of(database)
    assert len(rows["logs"]) == 4000
    (project,) = rows["projects"]
    assert project["data_count"] == 4000
    ids = {row["reference_id"]: row["id"] for row in rows["logs"]}
    hung = {row["reference_id"]: row["parent_id"] for row in rows["logs"]}
    assert all(hung[f"log_{at}"] == ids[f"log_{at + 1000}"] for at in range(3000))
    assert not any(hung[f"log_{at}"] for at in range(3000, 4000)), "their parents are nowhere"


def _count(database: Path) -> int:
    if not database.exists():
        return 0
    engine = build_engine(f"sqlite:///{database}", writes=False, pool_size=1)
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(schema.logs)) or 0
    except sa.exc.OperationalError:
        # Its tables are being made.
        return 0
    finally:
        engine.dispose()


def test_a_running_server_shows_what_comes_in(tree: Path, database: Path) -> None:
    with serve_in_thread(settings=Settings(database=str(database), port=0, ask_providers=False)) as running:
        assert run(importing, tree, "--database", database) == 0
        with Humanloop(host=running.url, api_key=running.api_key) as humanloop:
            project = humanloop.projects.get(id="-", name="support/answer")
            logs = humanloop.logs.list(project_id=project.id)
            assert (project.data_count, logs.total) == (4, 4)
            assert project.active_config.config.name == "name of prv_1"
        headers = {"X-API-KEY": running.api_key or ""}
        for old_id, status in (("log_1", 200), ("log_9", 404)):
            answer = urllib3.request("GET", f"{running.url}/imported/{old_id}", headers=headers)
            assert answer.status == status
            if status == 200:
                assert set(answer.json()) == {"kind", "old_id", "id", "rest"}
                assert answer.json()["rest"]["reasoning_tokens"] == 3


def test_a_key_of_another_project_finds_no_old_id(tree: Path, database: Path) -> None:
    assert run(importing, tree, "--database", database) == 0
    with serve_in_thread(settings=Settings(database=str(database), port=0, ask_providers=False)) as running:
        with Humanloop(host=running.url, api_key=running.api_key) as humanloop:
            own, other = (humanloop.projects.get(id="-", name=f"support/{name}").id for name in ("answer", "questions"))
        for project, status in ((own, 200), (other, 404)):
            headers = {"X-API-KEY": make_key(running, project, role="read", projects=[project])}
            for old_id in ("log_1", "pr_1", "prv_1"):
                answer = urllib3.request("GET", f"{running.url}/imported/{old_id}", headers=headers)
                assert (old_id, answer.status) == (old_id, status)


def test_an_export_is_read_back_without_loss(tree: Path, database: Path, tmp_path: Path) -> None:
    run(importing, tree, "--database", database)
    export, other = tmp_path / "out", tmp_path / "other.db"
    assert run(exporting, export, "--database", database) == 0
    manifest = json.loads((export / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["logs"] == 5
    assert run(importing, export, "--database", other) == 0
    before = rows_of(database)
    assert rows_of(other) == before
    assert sum(map(len, before.values())) > 90
    # Twice is once.
    assert run(importing, export, "--database", other) == 0
    assert rows_of(other) == before
    assert run(exporting, export, "--database", database) == 1, "it is there already"


def span(number: int, above: int | None) -> dict[str, Any]:
    """A span of a model, as JSON of OpenTelemetry."""
    named: dict[str, Any] = {} if above is None else {"parentSpanId": f"{above:016x}"}
    attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}
    return named | {
        "traceId": "a" * 32,
        "spanId": f"{number:016x}",
        "name": f"span {number}",
        "kind": 3,
        "startTimeUnixNano": str(1_700_000_000_000_000_000 - number),
        "endTimeUnixNano": "1700000001000000000",
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()],
    }


def test_a_trace_that_is_not_whole_goes_on_where_it_is_read_back(tmp_path: Path) -> None:
    def send(running: Any, one: dict[str, Any]) -> None:
        body = {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": [one]}]}]}
        headers = {"X-API-KEY": running.api_key or "", "x-humanloop-project": "p"}
        assert urllib3.request("POST", f"{running.url}/otel/v1/traces", json=body, headers=headers).status == 200

    first, second = tmp_path / "first.db", tmp_path / "second.db"
    with serve_in_thread(settings=Settings(database=str(first), port=0, ask_providers=False)) as running:
        send(running, span(1, above=2))
    for names in ([], ["--project", "p"]):
        export, other = tmp_path / f"out{len(names)}", tmp_path / f"other{len(names)}.db"
        assert run(exporting, export, "--database", first, *names) == 0
        assert run(importing, export, "--database", other) == 0
        assert rows_of(other) == rows_of(first)
    assert {len(rows_of(first)[name]) for name in ("spans", "traces", "logs")} == {1}
    assert run(exporting, tmp_path / "out", "--database", first) == 0
    assert run(importing, tmp_path / "out", "--database", second) == 0
    with serve_in_thread(settings=Settings(database=str(second), port=0, ask_providers=False)) as running:
        send(running, span(2, above=None))
        with Humanloop(host=running.url, api_key=running.api_key) as humanloop:
            until = time.monotonic() + 20
            while len(rows_of(second)["logs"]) < 2 and time.monotonic() < until:
                time.sleep(0.01)
            project = humanloop.projects.get(id="-", name="p")
            parents = {log.id: log.parent_id for log in humanloop.logs.list(project_id=project.id).records}
    assert len(parents) == 2
    assert len({parent for parent in parents.values() if parent} & parents.keys()) == 1
    # What has gone on here is left alone.
    before = rows_of(second)
    assert run(importing, tmp_path / "out", "--database", second) == 0
    after = rows_of(second)
    assert [after[name] for name in ("spans", "traces")] == [before[name] for name in ("spans", "traces")]


@pytest.mark.parametrize("part", [("--only", "logs"), ("--since", "2025-01-01"), ("--versions", "latest")])
def test_an_export_of_our_own_is_read_whole_or_not(
    part: tuple[str, str], tree: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(importing, tree, "--database", database)
    run(exporting, tmp_path / "out", "--database", database)
    other = tmp_path / "other.db"
    assert run(importing, tmp_path / "out", "--database", other, *part) == 2
    assert "which is read whole" in capsys.readouterr().err
    assert not other.exists()


def test_a_terminal_shows_a_bar_and_a_pipe_does_not(tree: Path, database: Path) -> None:
    script = "import sys; from humanloop.cli.command import main; main()"
    command = [sys.executable, "-c", script, "import", str(tree), "--database", str(database)]
    quiet = subprocess.run(command, capture_output=True, check=True)
    assert b"[" not in quiet.stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        # The terminal ends with an error once nobody writes to it any more.
        with suppress(OSError):
            while piece := os.read(ours, 4096):
                shown += piece
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, said[:9]) == (0, b"Imported.")
    os.close(ours)
    bars = re.findall(rb"\r\[([#.]{30})\] +(\d+)%  \d+:\d\d", shown)
    assert bars, shown
    assert all(round(int(share) / 100 * 30) == bar.count(b"#") for bar, share in bars)
    assert shown.endswith(b"\r\x1b[K"), "and takes it away"


def test_imports_and_exports_stand_in_the_audit_list(
    tree: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(importing, tree, "--database", database, "--dry-run")
    run(importing, tree, "--database", database)
    run(exporting, tmp_path / "out", "--database", database, "--project", "support/answer")
    capsys.readouterr()
    run(audit, "--database", database, "--json")
    newest, before = json.loads(capsys.readouterr().out)
    assert (newest["action"], newest["subject"], newest["detail"]["projects"]) == ("export", "out", ["support/answer"])
    assert (before["action"], before["subject"], before["detail"]["logs"]) == ("import", "exports", 5)
    assert before["who"].startswith("command:")
