"""`humanloop backup` and `humanloop check`: copies of a database in use, and what is wrong with one."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.cli.app import app
from humanloop.server import serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.command import COMMANDS
from humanloop.server.commands.backup import dump_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api


def filled(database: Path, api_class: type[Api], logs: int = 3) -> None:
    with serve_in_thread(database=str(database)) as running:
        api_class(running).ok("logs.log", [{"project": "p", "output": f"said {number}"} for number in range(logs)])


def test_a_copy_is_made_beside_writes_and_serves(run: Any, api_class: type[Api], tmp_path: Path) -> None:
    database, copy = tmp_path / "x.db", tmp_path / "copy.db"
    with serve_in_thread(database=str(database)) as running:
        api = api_class(running)
        stored = api.ok("logs.log", {"project": "p", "output": "kept"})
        code, out, err = run("backup", copy, "--database", database, "--json")
        assert (code, err) == (0, "")
        assert json.loads(out) == {"database": str(database), "path": str(copy), "bytes": copy.stat().st_size}
        # It goes on.
        api.ok("logs.log", {"project": "p", "output": "too late"})
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.db"]
    assert copy.stat().st_mode & 0o777 == 0o600
    code, out, _ = run("check", copy, "--json")
    assert (code, json.loads(out)["ok"], json.loads(out)["counts"]["logs"]) == (0, True, 1)
    with serve_in_thread(database=str(copy)) as running:
        api = api_class(running)
        (log,) = api.ok("logs.list", query={"project_id": stored["project_id"]})["records"]
        assert log["output"] == "kept"
        # The search index came along.
        assert api.ok("logs.list", query={"project_id": stored["project_id"], "search": "kept"})["total"] == 1


@pytest.mark.parametrize(
    ("target", "said"),
    [("old.db", "--force"), ("x.db", "is the database itself"), ("none/c.db", "does not exist"), (".", "is a folder")],
)
def test_what_is_there_is_not_replaced(run: Any, api_class: type[Api], tmp_path: Path, target: str, said: str) -> None:
    filled(tmp_path / "x.db", api_class)
    (tmp_path / "old.db").write_bytes(b"old")
    code, out, err = run("backup", tmp_path / target, "--database", tmp_path / "x.db")
    assert (code, out) == (1, "")
    assert said in err
    assert (tmp_path / "old.db").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.db", "x.db"]


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal", "-server"])
def test_what_belongs_to_the_database_is_not_replaced(run: Any, api_class: type[Api], tmp_path: Path, end: str) -> None:
    database, other = tmp_path / "x.db", tmp_path / "other"
    with serve_in_thread(database=str(database)) as running:
        api_class(running).ok("logs.log", {"project": "p", "output": "kept"})
        before = sorted(path.name for path in tmp_path.iterdir())
        other.symlink_to(database)
        for source, target in ((database, f"{database}{end}"), (other, f"{database}{end}")):
            code, out, err = run("backup", target, "--database", source, "--force")
            assert (code, out) == (1, "")
            assert "files of one database" in err
        other.unlink()
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    code, out, _ = run("check", database, "--json")
    assert (code, json.loads(out)["counts"]["logs"]) == (0, 1)


def test_force_replaces_a_file_with_its_log_but_none_in_use(run: Any, api_class: type[Api], tmp_path: Path) -> None:
    database, copy = tmp_path / "x.db", tmp_path / "copy.db"
    filled(database, api_class, logs=2)
    with serve_in_thread(database=str(copy)):
        code, _, err = run("backup", copy, "--database", database, "--force")
        assert code == 1
        assert "another program has open" in err
    for end in ("-wal", "-shm"):
        (tmp_path / f"copy.db{end}").write_bytes(b"left behind by a server that was killed")
    assert run("backup", copy, "--database", database, "--force")[0] == 0
    assert not list(tmp_path.glob("copy.db-*"))
    code, out, _ = run("check", copy, "--json")
    assert (code, json.loads(out)["counts"]["logs"]) == (0, 2)


def test_a_copy_that_finds_no_room_leaves_nothing(api_class: type[Api], tmp_path: Path) -> None:
    database, folder = tmp_path / "x.db", tmp_path / "copies"
    with serve_in_thread(database=str(database)) as running:
        # More than SQLite keeps in memory until it commits.
        api_class(running).ok("logs.log", [{"project": "p", "output": "x" * 1_000_000}] * 5)
    folder.mkdir()
    arguments = ["humanloop", "backup", str(folder / "copy.db"), "--database", str(database)]
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        f"sys.argv = {arguments!r}\n"
        "from humanloop.cli.command import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"No copy of {database} was made" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["backup to.db", "check"])
def test_there_is_nothing_to_copy_or_check(run: Any, tmp_path: Path, command: str) -> None:
    missing = tmp_path / "none.db"
    code, out, err = run(*command.split(), "--database", missing)
    assert (code, out, err) == (1, "", f"There is no database {missing}.\n")
    assert not missing.exists()
    assert run(*command.split(), "--database", "sqlite://")[0] == 1
    assert run(*command.split(), "--nonsense")[0] == 2


def test_postgresql_makes_its_own_copies(run: Any) -> None:
    url = "postgresql://me:hush@db.example.org:5433/team?sslmode=require&sslpassword=hush"
    code, out, err = run("backup", "to.dump", "--database", url)
    assert (code, out) == (1, "")
    assert "pg_dump --format=custom --file=to.dump" in err
    assert "'postgresql://me@db.example.org:5433/team?sslmode=require'" in err
    assert "hush" not in err
    assert dump_line(sa.make_url("postgresql+psycopg://db/team"), "a b").endswith("'--file=a b' postgresql://db/team")


def test_check_on_postgresql(run: Any, api_class: type[Api], postgresql_url: str) -> None:
    with serve_in_thread(database=postgresql_url) as running:
        api_class(running).ok("logs.log", [{"project": "p", "output": "x"}] * 2)
        code, out, _ = run("check", "--database", postgresql_url, "--json")
        assert (code, json.loads(out)["ok"], json.loads(out)["counts"]["logs"]) == (0, True, 2)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_wrong_counters_are_named_and_repaired_beside_the_server(
    run: Any, api_class: type[Api], tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    database = str(tmp_path / "x.db") if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    with serve_in_thread(database=database) as running:
        api = api_class(running)
        made = api.ok("logs.log", [{"project": "p", "output": "x", "session_reference_id": "s"}] * 2)
        log = made[0]["id"]
        for value in ("good", "bad", "good"):
            api.ok("feedback.feedback", {"type": "rating", "value": value, "data_id": log, "user": "u"})
        assert run("check", "--database", database)[0] == 0
        store = service_of(running.app).store
        for table, column in (
            ("projects", "data_count"),
            ("sessions", "datapoints_count"),
            ("feedback_counts", "count"),
        ):
            spoil = sa.text(f'UPDATE {table} SET "{column}" = -7')
            store.writer.submit(lambda connection, spoil=spoil: connection.execute(spoil).rowcount).result()
        code, out, _ = run("check", "--database", database, "--json")
        project_id, session_id = made[0]["project_id"], made[0]["session_id"]
        problems = json.loads(out)["problems"]
        assert code == 1
        assert problems[:2] == [
            f"projects.data_count of {project_id} is -7, counted: 2",
            f"sessions.datapoints_count of {session_id} is -7, counted: 2",
        ]
        assert [line.rpartition(" is ")[2] for line in problems[2:]] == ["-7, counted: 0", "-7, counted: 1"]
        code, out, _ = run("check", "--repair", "--database", database, "--json")
        assert (code, json.loads(out)["repaired"], json.loads(out)["problems"]) == (0, problems, [])
        assert api.ok("projects.get", id=project_id)["data_count"] == 2


def test_check_changes_nothing(run: Any, api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    filled(database, api_class)
    before = database.read_bytes()
    code, out, _ = run("check", "--database", database)
    assert code == 0
    assert "nothing is wrong" in out
    assert database.read_bytes() == before


def page_of(path: Path, name: str) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return (page - 1) * size, size


def change_an_index(path: Path) -> None:
    start, size = page_of(path, "sqlite_autoindex_projects_1")
    content = bytearray(path.read_bytes())
    at = content.index(b"pr_", start, start + size)
    content[at : at + 3] = b"qr_"
    path.write_bytes(content)


def overwrite_a_page(path: Path) -> None:
    start, size = page_of(path, "projects")
    content = bytearray(path.read_bytes())
    content[start : start + size] = b"\xff" * size
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def run_sql(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)

    return change


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (change_an_index, "damaged: row 1 missing from index"),
        (overwrite_a_page, "the database cannot be read: database disk image is malformed"),
        (cut, "the database cannot be read"),
        (lambda path: path.write_bytes(b"no database at all" * 100), "file is not a database"),
        (run_sql("DROP TABLE finetunes"), "the table finetunes is missing"),
        (run_sql("ALTER TABLE finetunes DROP COLUMN name"), "the column finetunes.name is missing"),
        (run_sql("DROP TABLE alembic_version"), "no revision"),
        (run_sql("UPDATE alembic_version SET version_num = '0001'"), "humanloop database upgrade"),
        (run_sql("UPDATE alembic_version SET version_num = '9999'"), "a newer release"),
        (run_sql("DELETE FROM projects"), "that is not there"),
    ],
)
def test_check_finds(run: Any, api_class: type[Api], tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    database = tmp_path / "x.db"
    filled(database, api_class)
    damage(database)
    code, out, _ = run("check", database, "--json")
    found = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    assert any(said in problem for problem in found["problems"]), found["problems"]
    code, out, _ = run("check", database)
    assert code == 1
    assert said in out


def test_output_that_nobody_reads_is_said_in_one_line(api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    filled(database, api_class)
    command = [sys.executable, "-c", "from humanloop.cli.command import main; main()", "check", str(database)]
    with Path("/dev/full").open("w", encoding="ascii") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "cannot be written" in done.stderr


def test_the_command_line_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app()(["--help"], prog_name="humanloop")
    listed = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in listed
        with pytest.raises(SystemExit) as left:
            app()([name, "--help"], prog_name="humanloop")
        assert left.value.code == 0
        assert f"usage: humanloop {name}" in capsys.readouterr().out
