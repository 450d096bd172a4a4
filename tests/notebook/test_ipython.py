"""Completion, Shift-Tab and display, as IPython and Jupyter ask for them."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jedi
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from humanloop import Humanloop
from humanloop.apis.operations import OPERATIONS
from tests.display.samples import log, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAGS = sorted({name.partition(".")[0] for name in OPERATIONS})
FRONT_DOOR = {
    "chat",
    "chat_deployed",
    "complete",
    "feedback_api",
    "log",
    "logs",
    "achat",
    "chat_stream",
    "with_options",
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    settings = Config()
    settings.HistoryManager.enabled = False
    hook, environment = sys.displayhook, pytest.MonkeyPatch()
    environment.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    # One of its own: what another process is writing into a shared one reads as half a file, and completes nothing.
    environment.setattr(jedi.settings, "cache_directory", str(tmp_path_factory.mktemp("jedi")))
    made = InteractiveShell(config=settings, user_ns={})
    # As in life, where the shell is there first.
    made.push(
        {"humanloop": Humanloop(api_key="k" * 30, host="http://127.0.0.1:9/v4"), "page": page_of(log(1)), "log": log(1)}
    )
    yield made
    sys.displayhook = hook
    environment.undo()


@pytest.fixture(params=[True, False], ids=["jedi", "no jedi"])
def completed(request: pytest.FixtureRequest, shell: Any) -> Any:
    """What Tab offers after a text."""
    shell.Completer.use_jedi = request.param

    def complete(text: str) -> set[str]:
        with provisionalcompleter():
            found = {one.text for one in shell.Completer.completions(text, len(text))}
        return {name.rpartition(".")[2] for name in found}

    return complete


def test_tab_completes_tags_and_the_front_door(completed: Any) -> None:
    assert completed("humanloop.") >= {*TAGS, *FRONT_DOOR}
    assert completed("humanloop.chat_d") >= {"chat_deployed"}


@pytest.mark.parametrize("tag", TAGS)
def test_tab_completes_methods(completed: Any, tag: str) -> None:
    methods = {name.partition(".")[2] for name in OPERATIONS if name.startswith(f"{tag}.")}
    attribute = "feedback_api" if tag == "feedback" else tag
    offered = completed(f"humanloop.{attribute}.")
    assert offered >= methods | {f"a{method}" for method in methods} | {"raw"}
    assert completed(f"humanloop.{attribute}.raw.") >= methods


def test_tab_completes_pages_and_fields(completed: Any) -> None:
    assert completed("page.") >= {"records", "total", "pages", "to_pandas", "to_records"}
    assert completed("log.out") >= {"output", "output_message", "output_tokens"}


def test_completion_sends_nothing_and_makes_nothing_up(completed: Any) -> None:
    assert "nowhere" not in completed("humanloop.now")
    assert completed("humanloop.") & {"_send", "__init__"} == set()


@pytest.mark.parametrize(
    "name", [*(name for name in OPERATIONS if name != "feedback.feedback"), "feedback_api.feedback"]
)
def test_shift_tab_shows_every_parameter_and_its_meaning(shell: Any, name: str) -> None:
    tag, method = name.split(".")
    shown = shell.object_inspect_mime(f"humanloop.{name}")["text/plain"]
    parameters = list(inspect.signature(getattr(getattr(shell.user_ns["humanloop"], tag), method)).parameters)
    signature, _, meaning = shown.partition("Docstring")
    assert "Args:" in meaning
    for parameter in parameters:
        assert parameter in signature
        assert f"{parameter}: " in meaning.split("Args:")[1]


def test_shift_tab_on_the_constructor_and_the_front_door(shell: Any) -> None:
    shell.user_ns["Humanloop"] = Humanloop
    shown = shell.object_inspect_mime("Humanloop")["text/plain"]
    assert all(f"{name}: " in shown for name in ("api_key", "host", "timeout", "max_retries", "configuration"))
    assert "project_id: " in shell.object_inspect_mime("humanloop.chat")["text/plain"]


def test_notebooks_get_html_and_consoles_a_line(shell: Any) -> None:
    for name in ("humanloop", "page", "page.records[0]"):
        value = eval(name, shell.user_ns)
        shown, _ = shell.display_formatter.format(value)
        assert shown["text/html"].startswith('<div class="humanloop')
        assert shown["text/plain"] == repr(value)


def test_what_is_shown_is_loaded_when_it_is_shown() -> None:
    code = """
import sys
from humanloop.pydantic import LogResponse

def is_loaded(*names):
    print(*(name in sys.modules for name in names))

made = LogResponse.model_construct(id="a")
is_loaded("humanloop.display.fields")
repr(made)
is_loaded("humanloop.display.text", "humanloop.display.html")
made._repr_html_()
is_loaded("humanloop.display.html", "pandas", "IPython")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["False", "True", "False", "True", "False", "False"]


@pytest.mark.parametrize(("mode", "shows_all"), [("Context", False), ("Verbose", True)])
def test_tracebacks_show_the_program_and_not_this_package(mode: str, shows_all: bool, tmp_path: Path) -> None:
    call = "Humanloop(api_key='k', host='http://127.0.0.1:9', max_retries=0).logs.get('x')"
    code = f"%xmode {mode}\nfrom humanloop import Humanloop\n{call}"
    command = [sys.executable, "-m", "IPython", "--no-banner", "-c", code]
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path), "NO_COLOR": "1"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = re.sub(r"\x1b\[[\d;]*m", "", ended.stdout + ended.stderr).splitlines()
    assert any(line.startswith("----> 3") and "get('x')" in line.replace('"', "'") for line in lines), lines
    assert any(line.startswith("ApiConnectionError: cannot connect") for line in lines)
    assert any("humanloop/calls/" in line for line in lines) is shows_all
    if not shows_all:
        assert len(lines) <= 25
        assert any(line.startswith("Raised from NewConnectionError") for line in lines)
        assert any("frames of humanloop are not shown: %xmode Verbose shows all" in line for line in lines)
