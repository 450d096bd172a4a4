"""`humanloop web`: a link that the server on the same database takes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
import urllib3
from pydantic import SecretStr

from humanloop.cli.command import main
from humanloop.server import Settings, serve_in_thread

if TYPE_CHECKING:
    from pathlib import Path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["humanloop", "web", *arguments])
    main()


def test_a_link_is_made_beside_a_running_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(tmp_path / "a.db")
    with serve_in_thread(settings=Settings(port=0, database=database, api_key=SecretStr("k" * 20))) as server:
        port = server.url.removesuffix("/v4").rpartition(":")[2]
        run(monkeypatch, "--database", database, "--port", port)
        link = capsys.readouterr().out.strip()
        assert link.startswith(f"http://127.0.0.1:{port}/app/sign-in?token=")
        answer = urllib3.request("GET", link, redirect=False)
        assert (answer.status, answer.headers["location"]) == (303, "/app")


def test_a_database_in_memory_has_no_door(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(monkeypatch, "--database", "sqlite://")
    assert left.value.code == 1
    assert "printed a link when it started" in capsys.readouterr().err
