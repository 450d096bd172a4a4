"""Databases that are full, read-only, broken or strange: said in a line at the start, and in JSON while it runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, StartError, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.evaluation.monitor import Monitor

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from tests.server.conftest import Api

    Json = dict[str, Any]


def tell_the_writer(running: RunningServer, pragma: str) -> None:
    """Set up the one connection that writes: SQLite then fails as it does where the disk is full or write-protected."""
    connection = service_of(running.app).store._write_engine.raw_connection()
    connection.cursor().execute(f"PRAGMA {pragma}")
    connection.close()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("max_page_count=1", "max_page_count=1000000", "The disk with the database is full."),
        ("query_only=1", "query_only=0", "The database cannot be written to."),
    ],
)
def test_what_cannot_be_written_is_503_until_it_can(
    tmp_path: Path, api_class: type[Api], before: str, after: str, message: str
) -> None:
    log = {"project": "p", "output": "x" * 100_000}
    with serve_in_thread(database=str(tmp_path / "x.db")) as running:
        api = api_class(running)
        project_id = api.ok("logs.log", log)["project_id"]
        tell_the_writer(running, before)
        for _ in range(3):
            reply = api.call("logs.log", [log, log], headers={"Idempotency-Key": "k"})
            assert (reply.status, reply.detail["message"]) == (503, message)
            assert reply.headers["retry-after"]
        # Reads go on, and nothing was stored by half.
        assert api.ok("projects.get", id=project_id)["data_count"] == 1
        tell_the_writer(running, after)
        ids = {entry["id"] for entry in api.ok("logs.log", [log, log], headers={"Idempotency-Key": "k"})}
        assert api.ok("projects.get", id=project_id)["data_count"] == 3
        page = api.ok("logs.list", query={"project_id": project_id})
        assert ids < {entry["id"] for entry in page["records"]}
        assert page["total"] == 3


def test_a_file_that_breaks_while_it_is_served_is_a_json_503(
    tmp_path: Path, api_class: type[Api], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("humanloop.server.store.failures._next_line", [0.0])
    path = tmp_path / "x.db"
    with serve_in_thread(database=str(path)) as running:
        api = api_class(running)
        project_id = api.ok("logs.log", {"project": "p", "output": "x"})["project_id"]
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'projects'").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
        # The server has read the page before; a new reader has not.
        service_of(running.app).store._read_engine.dispose()
        for _ in range(3):
            detail = api.fail(503, "projects.get", id=project_id)
            assert detail["message"] == "The database is damaged."
        (line,) = [message for message in caplog.messages if "damaged" in message]
        assert "\n" not in line


def start(database: str) -> str:
    """The reason why a server does not start; it leaves nothing open."""
    settings = Settings(database=database, port=0, api_key=SecretStr("k"))
    before = open_files()
    with pytest.raises(StartError) as caught, serve_in_thread(settings=settings):
        pass
    assert open_files() <= before
    return str(caught.value)


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, " * 1000, encoding="utf-8")
    said = start(str(path))
    assert "file is not a database" in said
    assert "humanloop check" in said
    assert "\n" not in said
    assert path.read_text(encoding="utf-8").startswith("Dear all")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "unable to open database file" in start(str(tmp_path))


def test_a_database_that_may_only_be_read(tmp_path: Path) -> None:
    with serve_in_thread(database=str(tmp_path / "x.db")):
        pass
    assert "readonly" in start(f"sqlite:///file:{tmp_path / 'x.db'}?mode=ro&uri=true")


def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with serve_in_thread(database=str(path)):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert "newer release" in start(str(path))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE projects (title TEXT)")
        database.commit()
    assert "projects" in start(str(path))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("projects",)]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("mysql://localhost/x", "install the driver of this database"),
        ("nothing://x", "nothing"),
        ("://", "URL"),
    ],
)
def test_urls_that_lead_nowhere(url: str, text: str) -> None:
    assert text in start(url)


def test_a_start_that_fails_late_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Monitor) -> None:
        raise RuntimeError("the monitor has broken down")

    monkeypatch.setattr(Monitor, "start", fail)
    assert "broken down" in start(str(tmp_path / "x.db"))
