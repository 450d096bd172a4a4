"""`humanloop spool`: what waits, sent and listed by those who run programs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from humanloop.testing import Server
    from tests.cli.conftest import Outcome

KILLED = """
import os, sys
from humanloop import BackgroundOptions, Humanloop
humanloop = Humanloop(api_key=sys.argv[2], host=sys.argv[1], background=BackgroundOptions(linger=60))
humanloop.background.log(project="demo", output="left behind")
humanloop.background.log(project="demo", output="refused", config_id="config_none")
os._exit(0)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUMANLOOP_SPOOL", str(tmp_path))
    return tmp_path


def leave(running: Server, key: str | None = None) -> None:
    """Run a program that ends before it has sent anything."""
    subprocess.run([sys.executable, "-c", KILLED, running.url, key or running.api_key], check=True)


def test_what_a_killed_program_left_is_seen_sent_and_set_aside(
    humanloop: Callable[..., Outcome], running: Server, root: Path
) -> None:
    leave(running)
    seen = json.loads(humanloop("spool", "status", "--json", HUMANLOOP_API_KEY="").stdout)
    [folder] = seen["folders"]
    assert (seen["directory"], seen["pending"], seen["set_aside"]) == (str(root), 2, 0)
    assert (folder["host"], folder["files"], folder["live"], folder["pending"]) == (running.url, 1, 0, 2)
    assert folder["oldest_age"] > 0
    assert [path.suffix for path in root.rglob("*") if path.is_file()] == [".spool"], "a look changes nothing"

    sent = humanloop("spool", "send", "--json")
    assert (sent.returncode, json.loads(sent.stdout)["sent"], json.loads(sent.stdout)["set_aside"]) == (0, 1, 1)
    [record] = json.loads(humanloop("spool", "aside", "--json").stdout)
    assert (record["kind"], record["status"], record["record"]["output"]) == ("log", 404, "refused")
    humanloop("spool", "aside", "--retry")
    assert json.loads(humanloop("spool", "status", "--json").stdout)["pending"] == 1
    assert json.loads(humanloop("spool", "send", "--json").stdout)["set_aside"] == 2, "counted since the process began"
    humanloop("spool", "aside", "--delete")
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_what_cannot_be_sent_leaves_with_one(humanloop: Callable[..., Outcome], running: Server, root: Path) -> None:
    leave(running)
    outcome = humanloop(
        "spool", "send", "--timeout", "0.3", "--directory", str(root), HUMANLOOP_HOST="http://127.0.0.1:9/v4"
    )
    assert outcome.returncode == 0, "nothing waits for that host"
    leave(running, "old-key")
    outcome = humanloop("spool", "send", "--timeout", "1", "--json", HUMANLOOP_API_KEY="old-key")
    assert outcome.returncode == 1
    assert json.loads(outcome.stdout)["pending"] == 2
    assert "401" in json.loads(outcome.stdout)["last_error"]


def test_what_waits_under_a_key_of_before_is_sent_under_the_one_of_now(
    humanloop: Callable[..., Outcome], running: Server, root: Path
) -> None:
    leave(running, "key-before")
    [folder] = [path.name for path in root.iterdir()]
    outcome = humanloop("spool", "send", "--from", folder.rpartition("-")[2], "--json")
    assert (outcome.returncode, json.loads(outcome.stdout)["sent"]) == (0, 1)
    humanloop("spool", "aside", "--delete")
    leave(running, "another-before")
    outcome = humanloop("spool", "send", "--all", "--json")
    assert (outcome.returncode, json.loads(outcome.stdout)["sent"]) == (0, 2), "counted since the process began"


def test_what_is_left_is_counted_once_and_where_it_is(
    humanloop: Callable[..., Outcome], running: Server, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    leave(running, "key-before")
    leave(running, "old-key")
    folders = [path.name for path in root.iterdir()]
    outcome = humanloop("spool", "send", "--all", "--timeout", "1", "--json", HUMANLOOP_API_KEY="old-key")
    assert (outcome.returncode, json.loads(outcome.stdout)["pending"]) == (1, 4)
    assert all(folder in caplog.messages[-1] for folder in folders)
    assert json.loads(humanloop("spool", "status", "--json").stdout)["pending"] == 4


def test_a_digest_under_which_nothing_waits_is_named(
    humanloop: Callable[..., Outcome], running: Server, root: Path
) -> None:
    leave(running, "key-before")
    [folder] = [path.name for path in root.iterdir()]
    outcome = humanloop("spool", "send", "--from", "nothere")
    assert outcome.returncode == 2
    assert "nothere" in outcome.stderr
    assert humanloop("spool", "send", "--from", folder).returncode == 0, "the name of the folder does, too"


def test_a_key_is_asked_for_where_it_is_needed(humanloop: Callable[..., Outcome], root: Path) -> None:
    assert "There is no API key" in humanloop("spool", "send", HUMANLOOP_API_KEY="").stderr
    assert humanloop("spool", "status", HUMANLOOP_API_KEY="").returncode == 0


def test_another_version_and_damage_are_counted(humanloop: Callable[..., Outcome], root: Path) -> None:
    folder = root / "api.example.com-0123456789ab"
    folder.mkdir()
    (folder / "later.spool").write_bytes(b"HLSPOOL9")
    (folder / "broken.damaged").write_bytes(b"HLSPOOL1")
    [seen] = json.loads(humanloop("spool", "status", "--json").stdout)["folders"]
    assert (seen["unknown"], seen["damaged"], seen["pending"]) == (1, 1, 0)
