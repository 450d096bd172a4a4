"""Keys: those of providers are used and forgotten, those of callers are kept as digests."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.app import service_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api

CANARY = "canary-4b1f0c"
CALLER = "hl_caller-77aa"
MESSAGES = [{"role": "user", "content": "hello"}]


def bodies(other: dict[str, Any]) -> list[dict[str, Any]]:
    config = {"model": "m", "provider": "mock", "other": other, "endpoint": "chat"}
    keys = {"provider_api_keys": {"openai": CANARY, "mock": CANARY}}
    whole = {"project": "p", "messages": MESSAGES, "model_config": config, **keys}
    return [whole, {**whole, "stream": True}, {**whole, "return_inputs": False, "num_samples": 2}]


@pytest.mark.parametrize("level", [logging.DEBUG])
def test_no_key_is_ever_stored_or_logged(
    tmp_path: Path, api_class: type[Api], caplog: pytest.LogCaptureFixture, level: int
) -> None:
    caplog.set_level(level)
    with serve_in_thread(database=str(tmp_path / "x.db"), api_key=CALLER) as running:
        api = api_class(running)
        for number, body in enumerate(bodies({}) + bodies({"mock_error": {"code": 500, "message": "no"}})):
            reply = api.call("chats.create", body, headers={"Idempotency-Key": f"k{number}"})
            assert CANARY.encode() not in reply.data
        api.call("chats.create", {**bodies({})[0], "messages": CANARY_PROBLEM})
        api.call("chats.create_deployed", {"project": "p", "messages": MESSAGES, "provider_api_keys": {"a": CANARY}})
        api.call("model_configs.register", {"project": "q", "model": "m", "provider_api_keys": {"a": CANARY}})
        # A crash shows a traceback, which must not show the request.
        service_of(running.app).store.writer.close()
        assert api.call("chats.create", bodies({})[0]).status == 500
        # While it runs, everything that was written is in the files: nothing is cleaned away at the end.
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert stored.count(b"hello") > 1
    for secret in (CANARY, CALLER):
        assert secret.encode() not in stored
        assert secret not in caplog.text
    assert "failed" in caplog.text


CANARY_PROBLEM = [{"role": 7}]


def test_only_the_owner_can_read_the_files(tmp_path: Path, api_class: type[Api]) -> None:
    with serve_in_thread(database=str(tmp_path / "x.db")) as running:
        api_class(running).ok("sessions.create")
        files = sorted(tmp_path.iterdir())
        assert [path.name for path in files] == ["x.db", "x.db-server", "x.db-shm", "x.db-wal"]
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
