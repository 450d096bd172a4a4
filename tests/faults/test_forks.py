"""A fork while another thread imports what its first call needs: the child's calls work all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from humanloop.core.loading import LOADING
from humanloop.request import validators
from tests.faults.server import GOOD, Server, answer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")

PROGRAM = """
import importlib.abc, os, signal, sys, threading, time, warnings
warnings.simplefilter("ignore", DeprecationWarning)
slow, url, call = sys.argv[1:]
reached = threading.Event()

class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == slow and threading.current_thread() is not threading.main_thread():
            reached.set()
            time.sleep(0.5)

sys.meta_path.insert(0, Slow())
from humanloop import Humanloop
humanloop = Humanloop("key", url, max_retries=0)

def work():
    if call == "get":
        assert humanloop.logs.get("log_1").id == "log_1"
    elif call == "misfit":
        assert humanloop.logs.get("log_2").id == 5
    elif call == "list":
        assert humanloop.projects.list() is not None
    elif call == "raw":
        assert humanloop.logs.raw.get("log_1").body == {"id": "log_1"}
    elif call == "odd":
        assert humanloop.logs.get("log 1").id == "log_1"
    else:
        assert humanloop.log(project="x", output="y") is not None

thread = threading.Thread(target=work)
thread.start()
assert reached.wait(20), "nobody imports it"
child = os.fork()
if not child:
    signal.alarm(15)
    work()
    os._exit(0)
thread.join()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("humanloop.calls.api_client", "get"),
        ("humanloop.pydantic.log_response", "get"),
        ("humanloop.request.bodies", "log"),
        ("humanloop.response.tolerance", "misfit"),
        ("humanloop.response.pages", "list"),
        ("humanloop.core.json", "raw"),
        ("humanloop.request.arguments", "odd"),
    ],
)
def test_a_child_does_not_wait_for_an_import_of_its_parent(module: str, call: str) -> None:
    body = b'{"id": 5}' if call == "misfit" else b'{"id": "log_1"}'
    script: list[Any] = [answer(200, body, {"Content-Type": "application/json"})] * 2
    with Server(script, script, GOOD) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, module, server.url, call],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fork_waits_for_a_validator_that_is_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """pydantic-core sets itself up with the first one, under a lock that would stay locked in a child."""
    inside: list[int] = []
    made = validators.SchemaValidator

    def make(schema: Any) -> Any:
        inside.append(LOADING._inside)
        return made(schema)

    monkeypatch.setattr(validators, "SchemaValidator", make)
    validators.validator_for("str")
    validators.validator_for_fields({"name": "str"})
    assert inside == [1, 1]


def test_a_fork_waits_for_the_first_value_that_is_written() -> None:
    """As with the first validator: it is written when the module is loaded, where forks wait."""
    code = """
import pydantic_core
from humanloop.core.loading import LOADING
inside, write = [], pydantic_core.to_json
pydantic_core.to_json = lambda value: inside.append(LOADING._inside) or write(value)
import humanloop.core.json
assert inside == [1], inside
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
