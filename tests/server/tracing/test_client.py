"""The client's own spans: what a program with a tracer provider sees, and what all others pay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.apis.operations import OPERATIONS

if TYPE_CHECKING:
    from tests.server.conftest import Api

PROGRAM = Path(__file__).parent / "client_program.py"


class _Broken(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def made(api: Api) -> Any:
    broken = ThreadingHTTPServer(("127.0.0.1", 0), _Broken)
    threading.Thread(target=broken.serve_forever, daemon=True).start()
    arguments = [api.server.url, api.server.api_key or "", f"http://127.0.0.1:{broken.server_port}"]
    done = subprocess.run(
        [sys.executable, PROGRAM, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    broken.shutdown()
    broken.server_close()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def named(made: Any, name: str) -> list[Any]:
    return [span for span in made["spans"] if span["name"] == name]


def test_one_client_span_a_call(made: Any) -> None:
    names = [span["name"] for span in made["spans"] if span["scope"] == "humanloop"]
    assert names == [
        "humanloop.chat",
        "humanloop.projects.list",
        "humanloop.logs.get",
        "humanloop.chat",
        "humanloop.chat",
        "humanloop.projects.list",
        "humanloop.chat",
        "humanloop.projects.list",
    ]
    assert {span["kind"] for span in made["spans"] if span["scope"] == "humanloop"} == {"CLIENT"}


def test_what_a_span_of_a_model_call_says(made: Any, api: Api) -> None:
    span = named(made, "humanloop.chat")[0]
    attributes = span["attributes"]
    assert attributes.pop("gen_ai.usage.input_tokens") > 0
    assert attributes.pop("gen_ai.usage.output_tokens") > 0
    port = attributes.pop("server.port")
    assert str(port) in api.server.url
    assert attributes == {
        "http.request.method": "POST",
        "url.template": "/chat",
        "server.address": "127.0.0.1",
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "mock",
        "gen_ai.request.model": "small-1",
        "http.response.status_code": OPERATIONS["chats.create"].status,
    }
    assert span["parent_span_id"] == named(made, "workflow")[0]["span_id"]


def test_streams_say_what_they_took_if_they_were_read_to_their_ends(made: Any) -> None:
    whole, left, awaited = named(made, "humanloop.chat")[1:]
    for span in (whole, awaited):
        assert span["attributes"]["gen_ai.usage.input_tokens"] > 0
        assert span["attributes"]["gen_ai.usage.output_tokens"] > 0
    assert "gen_ai.usage.input_tokens" not in left["attributes"]


def test_errors_and_tries(made: Any) -> None:
    [missing] = named(made, "humanloop.logs.get")
    assert missing["status"] == "ERROR"
    assert missing["attributes"]["http.response.status_code"] == 404
    assert missing["attributes"]["error.type"] == "NotFoundError"
    assert missing["attributes"]["url.template"] == "/logs/{id}"
    tried = named(made, "humanloop.projects.list")[-1]
    assert tried["attributes"]["http.request.resend_count"] == 2
    assert tried["status"] == "ERROR"
    assert named(made, "humanloop.projects.list")[0]["status"] == "UNSET"


def test_nothing_that_was_said_is_in_a_span(made: Any, api: Api) -> None:
    text = json.dumps(made["spans"])
    for said in ("secret", "data_unknown", api.server.api_key or "", "size=1"):
        assert said not in text
    assert all(span["events"] == [] for span in made["spans"])


def test_the_servers_log_knows_the_trace(made: Any, api: Api) -> None:
    log = api.ok("logs.get", id=made["log"])
    assert log["session_reference_id"] == named(made, "humanloop.chat")[0]["trace_id"]


CALL = """
from humanloop import ApiConnectionError, Humanloop
try:
    Humanloop("key", "http://127.0.0.1:1", max_retries=0).projects.list()
except ApiConnectionError:
    print("called")
"""


def run(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "called\n"), done.stderr


def test_others_import_nothing_for_it() -> None:
    own = ("opentelemetry", "humanloop.calls.tracing")
    run(f"import sys\n{CALL}\nprint(*[name for name in sys.modules if name.startswith({own})], end='')")


def test_a_program_may_forbid_its_import() -> None:
    run(f'import sys\nsys.modules["opentelemetry.trace"] = None\n{CALL}')


@pytest.mark.parametrize(("value", "expected"), [("false", "False"), ("0", "False"), ("", "True"), ("true", "True")])
def test_the_environment_turns_it_off(value: str, expected: str) -> None:
    program = "from humanloop import Configuration; print(Configuration(api_key='k').tracing)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "HUMANLOOP_TRACING": value},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == expected
