"""What tests share: an environment without settings of the machine, and the server that knows the specification.

Files whose tests start programs and browsers run first, so that no process is left with one of them at the end.
A test that is skipped in continuous integration (`CI=true`) fails there: what it needs is missing.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from humanloop.server.generation.providers.names import KNOWN
from tests.apis.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# The same examples in each run; `pytest --hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "fixed",
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("fixed"), derandomize=False, max_examples=2000)
settings.load_profile("fixed")

_LONGEST = ("tests/server/platform/", "tests/server/web/", "tests/background/", "tests/codegen/", "tests/server/")
"""Folders whose files take the longest."""

_Report = TypeVar("_Report", pytest.CollectReport, pytest.TestReport)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Never look for garbage in what tests import: there is none, and it is most of what there is."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        longer = (index for index, folder in enumerate(_LONGEST) if item.nodeid.startswith(folder))
        return next(longer, len(_LONGEST))

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skips((yield))


def _refuse_skips(report: _Report) -> _Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, where everything should be there: {report.longreprtext}"
    return report


@pytest.fixture(scope="module", autouse=True)
def _no_garbage() -> Iterator[None]:
    """Throw away what a file leaves, and never look again through what has to stay."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUMANLOOP_API_KEY", "HUMANLOOP_HOST"):
        monkeypatch.delenv(name, raising=False)


# For all of the session, as some servers run for all of it: no test asks a provider with a key of the machine.
for _name in (variable for known in KNOWN.values() for variable in (*known.variables, known.url_variable or "")):
    os.environ.pop(_name, None)


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    server = EchoServer()
    yield server
    server.close()
