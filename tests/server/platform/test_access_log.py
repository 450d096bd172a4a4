"""The access log: one line a request, without paths, queries and bodies; and all that is said as JSON."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import urllib3

from benchmarks.server.processes import ROOT
from humanloop.server import Settings
from humanloop.server.http.access_log import as_json, as_line
from humanloop.server.http.observing import Seen
from humanloop.server.log_lines import JsonFormatter, Lines
from humanloop.server.outgoing_traces import outgoing_headers, trace_of, use_trace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
NOON = datetime(2026, 1, 2, 12, 0, 0, 5999, UTC)
SEEN = Seen("r-1", 'a "b"\n', "Logs_log", "POST", 200, 0.0123, 45, TRACE, "203.0.113.5")


def test_a_line_for_people() -> None:
    assert as_line(SEEN, NOON) == (
        '2026-01-02T12:00:00.005Z 200 POST Logs_log 12.3ms 45B key="a \\"b\\"\\n" client=203.0.113.5 request=r-1 '
        f"trace={TRACE}"
    )
    nobody = SEEN._replace(key=None, trace_id=None, client=None)
    assert as_line(nobody, NOON).endswith("45B key=- client=- request=r-1")


def test_a_line_of_json() -> None:
    assert json.loads(as_json(SEEN, NOON)) == {
        "time": "2026-01-02T12:00:00.005Z",
        "level": "info",
        "request_id": "r-1",
        "key": 'a "b"\n',
        "operation": "Logs_log",
        "method": "POST",
        "status": 200,
        "duration_ms": 12.3,
        "bytes": 45,
        "trace_id": TRACE,
        "client": "203.0.113.5",
    }


def test_records_of_the_log_are_json_in_one_line() -> None:
    try:
        int("two\nlines")
    except ValueError:
        record = logging.LogRecord("name", logging.ERROR, "", 1, "%s failed\n", ("it",), sys.exc_info())
    written = JsonFormatter().format(record)
    assert "\n" not in written
    content = json.loads(written)
    assert (content["level"], content["logger"], content["message"]) == ("error", "name", "it failed\n")
    assert "ValueError: invalid literal" in content["traceback"]


@pytest.mark.parametrize(
    ("header", "trace"),
    [
        (PARENT, TRACE),
        (f"cc-{TRACE}-00f067aa0ba902b7-01-more", TRACE),
        (f"00-{TRACE}-00f067aa0ba902b7-01-more", None),
        (f"ff-{TRACE}-00f067aa0ba902b7-01", None),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (PARENT.upper(), None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_traces(header: str, trace: str | None) -> None:
    found = trace_of(header)
    assert (found and found.id) == trace
    use_trace(found)
    sent = outgoing_headers()
    use_trace(None)
    assert outgoing_headers() == {}
    if trace is None:
        assert sent == {}
    else:
        assert re.fullmatch(rf"00-{TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01", sent["traceparent"])


class Full(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_lines_that_wait_are_written_at_the_end_and_too_many_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    stream = io.StringIO()
    lines = Lines(stream, most=3)
    for number in range(5):
        lines.write(str(number))
    lines.close()
    assert stream.getvalue() == "0\n1\n2\n"
    assert "2 lines of the access log could not be written" in caplog.text
    broken = Lines(Full())
    broken.write("x")
    broken.close()


@contextmanager
def serving(tmp_path: Path, *more: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    code = "from humanloop.server.cli import main; main()"
    arguments = ["serve", "--database", str(tmp_path / "x.db"), "--port", "0", "--provider-fallback", "mock", *more]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUMANLOOP_")}
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | variables,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_json_and_nothing_else(tmp_path: Path) -> None:
    with serving(tmp_path, "--log-format", "json", HUMANLOOP_SERVER_SPELT_WRONG="1") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        greeting = json.loads(process.stdout.readline())
        url, key = greeting["url"], greeting["api_key"]
        assert key.startswith("hl_")
        secret = "what-somebody-looks-for"
        headers = {"X-API-KEY": key, "traceparent": PARENT, "X-Request-Id": "r-1"}
        body = {"project": "p", "output": secret}
        stored = urllib3.request("POST", f"{url}/logs", headers=headers, json=body)
        assert stored.status == 200
        line = json.loads(process.stdout.readline())
        assert line["duration_ms"] > 0
        assert line["bytes"] == len(stored.data)
        assert {name: line[name] for name in ("method", "status", "request_id", "trace_id", "client", "level")} == {
            "method": "POST",
            "status": 200,
            "request_id": "r-1",
            "trace_id": TRACE,
            "client": "127.0.0.1",
            "level": "info",
        }
        assert set(line) == set(json.loads(as_json(SEEN, NOON)))
        asked = [
            ("GET", f"/projects/{secret}?search={secret}", 404),
            ("GET", f"/{secret}", 404),
            ("HEAD", "/openapi.json", 200),
        ]
        for method, path, status in asked:
            answer = urllib3.request(method, url + path, headers={"X-API-KEY": key, "traceparent": "nonsense"})
            line = json.loads(process.stdout.readline())
            assert (line["method"], line["status"], line["trace_id"]) == (method, answer.status, None)
            assert line["status"] in {status, 422}
            assert line["bytes"] == len(answer.data)
            assert secret not in str(line)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() == ""
        warnings = [json.loads(line) for line in process.stderr]
        assert any("HUMANLOOP_SERVER_SPELT_WRONG" in each["message"] for each in warnings)
        assert all(secret not in str(each) and key not in str(each) for each in warnings)


def test_lines_are_written_by_default_and_who_closes_the_output_stops_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        assert process.stdout is not None
        url = next(line.split()[1] for line in process.stdout if line.strip().startswith("URL"))
        key = next(line.split()[2] for line in process.stdout if line.strip().startswith("API key"))
        for line in process.stdout:
            if line.startswith("Ctrl-C"):
                break
        assert urllib3.request("GET", f"{url}/projects", headers={"X-API-KEY": key}).status == 200
        assert re.fullmatch(
            r"\S+Z 200 GET \w+ [\d.]+ms \d+B key=\S+ client=127.0.0.1 request=\w+\n", process.stdout.readline()
        )
        process.stdout.close()
        for _ in range(3):
            assert urllib3.request("GET", f"{url}/projects", headers={"X-API-KEY": key}).status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_whoever_leaves_is_logged_too(tmp_path: Path) -> None:
    with serving(tmp_path, "--log-format", "json", "--api-key", "k" * 20) as process:
        assert process.stdout is not None
        address = urlsplit(json.loads(process.stdout.readline())["url"])
        head = f"POST /v4/logs HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {'k' * 20}\r\nContent-Length: 9\r\n\r\n{{"
        with socket.create_connection((address.hostname, address.port)) as wire:
            wire.sendall(head.encode())
        assert json.loads(process.stdout.readline())["method"] == "POST"


@pytest.mark.parametrize("chosen", ["xml", ""])
def test_other_forms_are_refused(chosen: str) -> None:
    given: Any = {"log_format": chosen}
    with pytest.raises(ValueError, match="log_format"):
        Settings(**given)
