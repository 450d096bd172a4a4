"""What an import costs and says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.apis.spec import ROOT


def run_python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60
    )


def loaded_by(statement: str) -> list[str]:
    """The modules that a statement loads in a fresh interpreter."""
    result = run_python(f"import sys; before = set(sys.modules)\n{statement}\nprint(*sys.modules.keys() - before)")
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


@pytest.mark.parametrize(
    "statement", ["from humanloop import Humanloop", "from humanloop import Humanloop; Humanloop(api_key='k')"]
)
def test_import_is_light(statement: str) -> None:
    modules = loaded_by(statement)
    heavy = {"pydantic", "pydantic_core", "urllib3", "aiohttp", "http", "dateutil", "certifi", "ssl", "asyncio"}
    assert not heavy & {module.partition(".")[0] for module in modules}
    assert len(modules) < 90


def test_an_ordinary_call_needs_no_asyncio() -> None:
    """It works wherever a loop runs already, such as in a notebook, and costs nothing of the kind."""
    modules = loaded_by(
        "from humanloop import ApiConnectionError, Humanloop\n"
        "try: Humanloop('k', 'http://127.0.0.1:1', max_retries=0).logs.list('pr_1', progress=True)\n"
        "except ApiConnectionError: pass"
    )
    assert "urllib3" in modules
    assert not {"asyncio", "aiohttp", "IPython", "humanloop.display.reporting"} & {*modules}


def test_the_package_alone_loads_nothing_of_its_own() -> None:
    loaded = {module for module in loaded_by("import humanloop") if module.startswith("humanloop")}
    assert loaded == {"humanloop", "humanloop.core", "humanloop.core.lazy", "humanloop.version"}


@pytest.mark.parametrize(
    "statement",
    [
        "from humanloop import Humanloop",
        "from humanloop import *",
        "from humanloop import Humanloop; Humanloop(api_key='k', host='http://127.0.0.1:9').api_client",
        "from humanloop.type import *; from humanloop.pydantic import *",
        "import humanloop.apis.operations, humanloop.transport.aiohttp_transport",
    ],
)
def test_import_is_silent(statement: str) -> None:
    """No warning, no output, no logging handler but the null handler, no change of global settings."""
    # urllib3 adds filters of warnings; that is its own business, and done before the look.
    watch = (
        "import locale, logging, signal, sys, warnings, aiohttp, pydantic, urllib3\n"
        "look = lambda: {'level': logging.root.level, 'handlers': logging.root.handlers[:],"
        " 'own handlers': [*filter(lambda handler: type(handler) is not logging.NullHandler,"
        " logging.getLogger('humanloop').handlers)], 'filters': warnings.filters[:],"
        " 'signals': signal.getsignal(signal.SIGINT), 'locale': locale.getlocale(), 'path': sys.path[:]}\n"
        "before = look()\n"
    )
    compare = "print(*[name for name, value in look().items() if value != before[name]], end='')"
    result = run_python(f"{watch}{statement}\n{compare}", "-W", "error")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
