"""What every test here gets: a deadline, short pauses between tries, and an eye on everything that is logged."""

from __future__ import annotations

import faulthandler
import logging
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.client import Records, assert_no_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE = 20
"""Seconds that a test may take; what hangs is stopped."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "deadline(seconds): how long a test may take")


@pytest.fixture(autouse=True)
def deadline(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stop a test that hangs: a signal interrupts whatever the main thread waits for."""
    marker = request.node.get_closest_marker("deadline")
    seconds = marker.args[0] if marker else DEADLINE

    def stop(*_: Any) -> None:
        raise TimeoutError(f"the test has not ended within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    faulthandler.dump_traceback_later(seconds + 10, exit=True, file=sys.__stderr__)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 0.001)


@pytest.fixture(autouse=True)
def records(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """All that is logged at any level by any library; at the end no secret is in it, nor in what was printed."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    handler, root = Records(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)
    assert_no_secret(handler.text)
    printed = capfd.readouterr()
    assert_no_secret(printed.out + printed.err)
    assert "Unclosed" not in printed.err


@pytest.fixture(params=("plain", "awaited"))
def style(request: pytest.FixtureRequest) -> str:
    """How the client is called."""
    return str(request.param)
