"""What an import costs and says."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "humanloop"


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
    assert not [module for module in modules if module.startswith("humanloop.apis.tags.")]
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
    assert loaded == {
        "humanloop",
        "humanloop.core",
        "humanloop.core.lazy",
        "humanloop.core.loading",
        "humanloop.version",
    }


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


CLIENTS = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] not in {"server", "cli", "testing", "local_client.py"}
]
NOT_MEANT = {
    # IPython has loaded these, and asks.
    "core/errors.py: import_module('.tracebacks', __package__)",
    # What the wait itself needs.
    "core/loading.py: __import__('logging')",
    "display/completion.py: import_module('IPython.core.guarded_eval')",
}
"""What is loaded where no thread of a program can be in its first call."""


def test_what_is_loaded_late_keeps_forks_waiting() -> None:
    """A child forked while another thread imports would wait for that thread, which it has not, for ever."""
    found = {f"{path.relative_to(PACKAGE)}: {statement}" for path in CLIENTS for statement in _late_imports(path)}
    assert found == NOT_MEANT


def test_what_waits_with_forks_keeps_nothing_until_the_end() -> None:
    """What outlives the last collection of garbage makes the end of each program slower."""
    kept = kept_to_the_end("from humanloop import pydantic; pydantic.LogResponse.model_rebuild()")
    # Some interpreters keep these whoever has loaded them.
    assert kept & {"pydantic", "typing"} <= kept_to_the_end("import pydantic; pydantic.create_model('Plain', id=int)")


def kept_to_the_end(statement: str) -> set[str]:
    """The packages of which a module is still there when an interpreter has ended but for its own modules."""
    result = run_python(statement, "-v")
    kept = {line.split()[-1] for line in result.stderr.splitlines() if line.startswith("# cleanup[3] wiping")}
    assert result.returncode == 0
    assert "sys" in kept
    return {module.partition(".")[0] for module in kept}


def _late_imports(path: Path) -> Iterator[str]:
    """The imports inside of functions that stand in no `with LOADING`."""

    def look(node: ast.AST, *, in_function: bool) -> Iterator[str]:
        if isinstance(node, ast.With) and any(ast.unparse(item.context_expr) == "LOADING" for item in node.items):
            return
        is_import = isinstance(node, (ast.Import, ast.ImportFrom)) or (
            isinstance(node, ast.Call) and ast.unparse(node.func) in {"import_module", "__import__"}
        )
        if in_function and is_import:
            yield ast.unparse(node)
        inside = in_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            yield from look(child, in_function=inside)

    return look(ast.parse(path.read_text()), in_function=False)
