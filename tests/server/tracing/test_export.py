"""The server's own spans: sent by OTLP to whoever takes them."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr, ValidationError

from humanloop.server import Settings, serve_in_thread
from humanloop.server.cli import run
from tests.server.conftest import Api
from tests.server.tracing.conftest import Exporter

if TYPE_CHECKING:
    from pathlib import Path


def test_a_server_sends_spans_of_its_work_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chat_body: dict[str, Any]
) -> None:
    with serve_in_thread(
        settings=Settings(database=str(tmp_path / "a.db"), port=0, otel_spans="all", api_key=SecretStr("key"))
    ) as other:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=key")
        address = other.url.removesuffix("/v4")
        with serve_in_thread(
            settings=Settings(database="sqlite://", port=0, api_key=SecretStr("key"), otel_export=address)
        ) as server:
            Api(server).ok("chats.create", chat_body, headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
            Api(server).ok("projects.list")
        logs = Exporter(Api(other), project="humanloop.server").logs()
    by_name: dict[str, list[Any]] = {}
    for log in logs:
        by_name.setdefault(log["metadata"]["otel"]["name"], []).append(log)
    assert set(by_name) >= {"POST /chat", "GET /projects", "write", "provider"}
    [chat] = by_name["POST /chat"]
    otel = chat["metadata"]["otel"]
    assert (otel["trace_id"], otel["parent_span_id"], otel["kind"]) == ("a" * 32, "b" * 16, "server")
    assert otel["attributes"]["http.response.status_code"] in {200, 201}
    assert {log["parent_id"] for log in by_name["provider"]} == {chat["id"]}
    assert "parcel" not in str(logs)


def test_without_the_library_the_command_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUMANLOOP_SERVER_OTEL_EXPORT", "http://127.0.0.1:4318")
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "humanloop.server.own_spans.find_spec", lambda name: None if "opentelemetry" in name else found(name)
    )
    with pytest.raises(SystemExit) as left:
        run({})
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert 'pip install "humanloop>=4" "opentelemetry-sdk>=' in said
    assert "HUMANLOOP_SERVER_OTEL_EXPORT" in said


def test_an_address_that_is_none() -> None:
    with pytest.raises(ValidationError, match="http://"):
        Settings(otel_export="localhost:4317")


def test_servers_that_send_nothing_import_nothing_for_it() -> None:
    import subprocess

    program = """
import sys
from humanloop.server import serve_in_thread
with serve_in_thread():
    pass
assert not [name for name in sys.modules if name.startswith("opentelemetry.")], "imported"
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
