"""Programs that log in the background, under test."""

from __future__ import annotations

import os
import time
from pathlib import Path

from humanloop import Humanloop
from humanloop.testing import mock_api, server

HOST = "https://api.humanloop.com/v4"


def test_mocked_answers_serve_the_background_too(tmp_path: Path, monkeypatch: object) -> None:
    del monkeypatch
    with mock_api() as api:
        api.post(f"{HOST}/logs", json=[{"id": "data_1", "project_id": "pr_1", "config_id": "config_1"}])
        humanloop = Humanloop(api_key="test")
        receipt = humanloop.background.log(project="demo", output="Hello")
        assert humanloop.background.flush(5)
        [call] = api.calls
        assert b'"output":"Hello"' in call.request.body
        assert receipt.id == "data_1"
        folder = Path(humanloop.background.status().directory)
    assert not folder.exists()


def test_what_matches_no_mock_is_told_and_sent_nowhere() -> None:
    with mock_api() as api:
        humanloop = Humanloop(api_key="test")
        humanloop.background.log(project="demo")
        assert not humanloop.background.flush(None), "it does not wait for ever for what a test has forgotten"
        assert "doesn't match any registered mock" in (humanloop.background.status().last_error or "")
        folder = Path(humanloop.background.status().directory)
        assert len(api.calls) == 1
    assert not folder.exists()


def test_a_client_that_outlives_a_mock_is_closed_at_once() -> None:
    humanloop = Humanloop(api_key="test")
    with mock_api():
        humanloop.background.log(project="demo")
    started = time.monotonic()
    assert humanloop.background.close(20)
    assert time.monotonic() - started < 10


def test_the_server_of_a_test_has_a_spool_of_its_own() -> None:
    before = os.environ.get("HUMANLOOP_SPOOL")
    with server() as running:
        humanloop = running.client()
        receipt = humanloop.background.log(project="demo", output="Hello")
        assert receipt.wait(10)
        assert humanloop.logs.get(receipt.id or "").output == "Hello"
        assert humanloop.background.status().directory.startswith(os.environ["HUMANLOOP_SPOOL"])
    assert os.environ.get("HUMANLOOP_SPOOL") == before
