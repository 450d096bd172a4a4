"""Files of an SQLite database are moved or deleted while it is served: nothing is acknowledged that is lost."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from humanloop.server import serve_in_thread

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api

LOG = {"project": "p", "output": "x"}


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_file_that_is_moved_away_is_503_until_it_is_back(tmp_path: Path, api_class: type[Api], end: str) -> None:
    path = tmp_path / f"x.db{end}"
    with serve_in_thread(database=str(tmp_path / "x.db")) as running:
        api = api_class(running)
        project_id = api.ok("logs.log", LOG)["project_id"]
        path.rename(tmp_path / "elsewhere")
        assert str(path) in api.fail(503, "logs.log", LOG)["message"]
        time.sleep(0.6)
        assert str(path) in api.fail(503, "projects.get", id=project_id)["message"]
        (tmp_path / "elsewhere").rename(path)
        api.ok("logs.log", LOG)
        assert api.ok("projects.get", id=project_id)["data_count"] == 2
    with serve_in_thread(database=str(tmp_path / "x.db")) as running:
        assert (
            api_class(running).call("projects.get", id=project_id, headers={"X-API-KEY": running.api_key}).status == 200
        )


def test_another_file_in_its_place_is_503_until_the_next_start(tmp_path: Path, api_class: type[Api]) -> None:
    path = tmp_path / "x.db"
    with serve_in_thread(database=str(path)) as running:
        api = api_class(running)
        api.ok("logs.log", LOG)
        shutil.copy(path, tmp_path / "copy")
        path.unlink()
        shutil.copy(tmp_path / "copy", path)
        assert "start the server again" in api.fail(503, "logs.log", LOG)["message"]


def test_a_path_that_is_not_absolute_is_that_of_the_start(
    tmp_path: Path, api_class: type[Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve_in_thread(database="x.db") as running:
        monkeypatch.chdir("/")
        api_class(running).ok("logs.log", LOG)
