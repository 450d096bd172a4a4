"""`humanloop database`: to another revision and back, never beside a running server."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, StartError, serve_in_thread
from humanloop.server.store.migrations import HEAD, revisions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api


def schema_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def test_back_to_each_revision_and_forth(run: Any, api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with serve_in_thread(database=str(database)) as running:
        stored = api_class(running).ok("logs.log", {"project": "p", "output": "kept"})
    before = schema_of(database)
    assert revisions()[-1] == HEAD
    for revision in reversed(revisions()[:-1]):
        code, out, _ = run("database", "downgrade", revision, "--database", database, "--json")
        assert (code, json.loads(out)["revision"]) == (0, revision)
    code, out, _ = run("database", "version", "--database", database)
    assert code == 0
    assert f"at revision 0001; the newest is {HEAD}" in out
    with (
        pytest.raises(StartError, match="humanloop database upgrade"),
        serve_in_thread(settings=Settings(database=str(database), port=0, no_upgrade=True)),
    ):
        pass
    assert run("serve", "--database", database, "--port", "0", "--no-upgrade")[0] == 1
    code, out, _ = run("database", "upgrade", "--database", database, "--json")
    assert (code, json.loads(out)) == (0, {"revision": HEAD, "before": "0001", "newest": HEAD})
    assert schema_of(database) == before
    assert run("check", database)[0] == 0
    settings = Settings(database=str(database), port=0, no_upgrade=True, api_key=SecretStr("k" * 20))
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        found = api.ok("logs.list", query={"project_id": stored["project_id"], "search": "kept"})
        assert found["total"] == 1


def test_a_new_database_gets_its_tables(run: Any, tmp_path: Path) -> None:
    database = tmp_path / "new.db"
    for command in (("version",), ("downgrade", "0001")):
        code, out, err = run("database", *command, "--database", database)
        assert (code, out) == (1, "")
        assert "no such database" in err
    with (
        pytest.raises(StartError, match="no tables yet"),
        serve_in_thread(settings=Settings(database=str(database), port=0, no_upgrade=True)),
    ):
        pass
    assert run("database", "upgrade", "--database", database)[0] == 0
    assert run("check", database)[0] == 0


@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_not_beside_a_running_server(run: Any, request: pytest.FixtureRequest, tmp_path: Path, on: str) -> None:
    url = str(tmp_path / "x.db") if on == "sqlite" else request.getfixturevalue("postgresql_url")
    with serve_in_thread(database=url):
        for command in (("upgrade",), ("downgrade", "0001")):
            code, out, err = run("database", *command, "--database", url)
            assert (code, out) == (1, "")
            assert "open" in err
        code, out, _ = run("database", "version", "--database", url, "--json")
        assert (code, json.loads(out)["revision"]) == (0, HEAD)
    assert run("database", "downgrade", "0003", "--database", url)[0] == 0
    code, _, err = run("database", "downgrade", "0004", "--database", url)
    assert code == 1
    assert "is before 0004" in err
    assert run("database", "upgrade", "--database", url)[0] == 0
    assert run("check", "--database", url)[0] == 0


def test_not_beside_a_server_that_another_name_hides(run: Any, postgresql_url: str) -> None:
    hidden = f"{postgresql_url}{'&' if '?' in postgresql_url else '?'}application_name=other"
    with serve_in_thread(database=hidden):
        code, _, err = run("database", "downgrade", "0003", "--database", postgresql_url)
        assert code == 1
        assert "a server has this database open" in err
    assert run("database", "upgrade", "--database", postgresql_url)[0] == 0


def test_wrong_usage(run: Any, tmp_path: Path) -> None:
    for command in ((), ("sideways",), ("downgrade",), ("downgrade", "0000"), ("upgrade", "--nonsense")):
        assert run("database", *command)[0] == 2
