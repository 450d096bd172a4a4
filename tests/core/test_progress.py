"""Telling how far a walk over a list has got: what is told, to whom, and how often."""

from __future__ import annotations

import fcntl
import io
import os
import struct
import subprocess
import sys
import termios
from contextlib import redirect_stderr
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, MagicMock

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from humanloop import ApiTypeError, ClientConfigurationError, Humanloop
from humanloop.core.operation import Pages
from humanloop.core.settings_checks import is_awaited
from humanloop.display.progress import Progress
from humanloop.display.reporting import OFTEN, SELDOM, shown
from humanloop.response.pages import Source
from tests.core.test_pages import CURSOR, NUMBERED, Numbers, Words
from tests.display.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURSOR_WITH_TOTAL = Pages("cursor", items="records", next="more", total="total")


def numbers(*counts: int, progress: Any, first: int = 0, total: int | None = 5) -> Any:
    """The page with a number, of a list whose pages have so many records."""

    def page(given: Any) -> Numbers:
        number = given["page"]
        return Numbers(records=list(range(counts[number])), page=number, size=counts[0], total=total)

    async def apage(given: Any) -> Numbers:
        return page(given)

    source = Source(NUMBERED, {"page": first}, page, apage, progress=progress, call="GET /numbers")
    return source.of(page({"page": first}))


class Told:
    """What a callable was told."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int | None]] = []

    def __call__(self, done: int, total: int | None) -> None:
        self.calls.append((done, total))


async def _awaited(done: int, total: int | None) -> None:
    raise AssertionError((done, total))


def test_a_report_may_be_any_other_callable() -> None:
    assert is_awaited(AsyncMock())
    assert not any(map(is_awaited, [MagicMock(), print, Told(), Told().__call__, partial(print), dict]))


class _Awaited:
    async def __call__(self, done: int, total: int | None) -> None:
        raise AssertionError((done, total))


@pytest.mark.parametrize("progress", [_awaited, partial(_awaited, total=None), _Awaited()])
def test_a_report_that_would_have_to_be_awaited_is_refused(progress: Any) -> None:
    with Humanloop("key", "http://127.0.0.1:9") as client, pytest.raises(ApiTypeError, match="give a plain function"):
        client.projects.list(progress=progress)
    with pytest.raises(ClientConfigurationError, match="refresh_api_key_hook is "):
        client.configuration.refresh_api_key_hook = progress


@pytest.mark.parametrize(
    ("counts", "first", "total", "expected"),
    [
        ((2, 2, 1), 0, 5, [(0, 5), (2, 5), (4, 5), (5, 5)]),
        # A walk that begins in the middle ends when its own records are done.
        ((2, 2, 1), 1, 5, [(0, 3), (2, 3), (3, 3)]),
        ((2, 0), 0, None, [(0, None), (2, None), (2, None)]),
        ((0,), 0, 0, [(0, 0), (0, 0)]),
    ],
)
def test_a_callable_is_told_what_is_done_and_how_much_there_is(
    counts: tuple[int, ...], first: int, total: int | None, expected: list[tuple[int, int | None]]
) -> None:
    told = Told()
    list(numbers(*counts, progress=told, first=first, total=total))
    assert told.calls == expected


def test_it_is_told_when_the_program_is_done_with_a_page() -> None:
    told = Told()
    walk = iter(numbers(2, 2, 1, progress=told))
    assert told.calls == []
    assert [next(walk), next(walk)] == [0, 1]
    assert told.calls == [(0, 5)]
    next(walk)
    assert told.calls == [(0, 5), (2, 5)]


def test_each_walk_is_told_of_and_pages_are_walked_too() -> None:
    told = Told()
    page = numbers(2, 2, 1, progress=told)
    assert len(list(page.pages())) == 3
    assert told.calls[-1] == (5, 5)
    list(page)
    assert told.calls[4:] == told.calls[:4]


async def test_a_walk_that_is_awaited_tells_the_same() -> None:
    told, other = Told(), Told()
    assert len([one async for one in numbers(2, 2, 1, progress=told)]) == 5
    assert len([page async for page in numbers(2, 2, 1, progress=other).apages()]) == 3
    assert told.calls == other.calls == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_a_list_that_grows_or_shrinks_while_it_is_walked() -> None:
    totals = iter([4, 5])
    told = Told()

    def page(given: Any) -> Numbers:
        return Numbers(records=[1, 2], page=given["page"], size=2, total=next(totals, 3))

    async def never(_: Any) -> Any:
        raise AssertionError

    list(Source(NUMBERED, {}, page, never, progress=told).of(page({"page": 0})))
    assert told.calls == [(0, 4), (2, 4), (4, 5), (6, 6)]


def test_behind_a_cursor_nobody_knows_how_many_there_are() -> None:
    async def never(_: Any) -> Any:
        raise AssertionError

    told = Told()
    following = Words.model_validate({"words": ["c"]})
    first = Words.model_validate({"words": ["a", "b"], "pagination": {"next_cursor": "x"}})
    assert list(Source(CURSOR, {}, lambda _: following, never, progress=told).of(first)) == ["a", "b", "c"]
    assert told.calls == [(0, None), (2, None), (3, None)]

    told = Told()
    last = Numbers(records=[3], total=3)
    page = Numbers.model_validate({"records": [1, 2], "total": 3, "more": "x"})
    list(Source(CURSOR_WITH_TOTAL, {}, lambda _: last, never, progress=told).of(page))
    assert told.calls == [(0, 3), (2, 3), (3, 3)]


def test_what_the_callable_raises_ends_the_walk() -> None:
    def full(done: int, total: int | None) -> None:
        if done > 2:
            raise KeyError(total)

    walk = iter(numbers(2, 2, 1, progress=full))
    assert [next(walk) for _ in range(4)] == [0, 1, 0, 1]
    with pytest.raises(KeyError, match="5"):
        next(walk)
    assert list(walk) == []


async def test_what_the_callable_raises_ends_a_walk_that_is_awaited() -> None:
    def full(done: int, total: int | None) -> None:
        raise KeyError(done, total)

    with pytest.raises(KeyError):
        await anext(aiter(numbers(2, 2, 1, progress=full)))


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress("GET /a", 0, 5000, 0.0), "GET /a: 0 of 5,000 records (0%)"),
        (Progress("GET /a", 1000, 5000, 3.0), "GET /a: 1,000 of 5,000 records (20%), 12 s left"),
        (Progress("GET /a", 1000, 5000, 0.03), "GET /a: 1,000 of 5,000 records (20%)"),
        (Progress("GET /a", 50, 150, 45.0), "GET /a: 50 of 150 records (33%), 1 min 30 s left"),
        (Progress("GET /a", 10, 1000, 120.0), "GET /a: 10 of 1,000 records (1%), 3 h 18 min left"),
        (Progress("GET /a", 7, None, 9.0), "GET /a: 7 records"),
        (Progress("GET /a", 1, None, 0.24, is_over=True), "GET /a: 1 record in 0.2 s"),
        (Progress("GET /a", 5000, 5000, 75.4, is_over=True), "GET /a: 5,000 records in 1 min 15 s"),
        (Progress("GET /a", 50, 5000, 10.0, is_over=True), "GET /a: 50 of 5,000 records in 10 s"),
        (Progress("GET /a", 0, 0, 0.0, is_over=True), "GET /a: 0 records in 0.0 s"),
    ],
)
def test_the_line(progress: Progress, line: str) -> None:
    assert repr(progress) == line
    assert " ".join(read(progress).text.split()) == line.replace("GET /a:", "GET /a")


def test_the_bar() -> None:
    bars = [style for style in read(Progress("GET /a", 1, 4, 1.0)).styles if "height:100%" in style]
    assert len(bars) == 1
    assert bars[0].endswith("width:25%")
    assert not any("height:100%" in style for style in read(Progress("GET /a", 1, None, 1.0)).styles)
    assert "<b>" not in Progress("GET /<b>", 1, None, 1.0)._repr_html_()


class Terminal:
    """A terminal of a width, and what was written to it."""

    def __init__(self, columns: int) -> None:
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.stream = os.fdopen(slave, "w")

    def read(self) -> str:
        """What was written, to the end of the line: the kernel passes it on in pieces."""
        written = b""
        while not written.endswith(b"\n"):
            written += os.read(self._master, 100_000)
        return written.decode()

    def close(self) -> None:
        self.stream.close()
        os.close(self._master)


@pytest.fixture
def terminal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    made = Terminal(getattr(request, "param", 80))
    monkeypatch.setenv("TERM", "xterm")
    yield made
    made.close()


class Clock:
    """Shows the time that it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def _walk(clock: Clock, pause: float, pages: int) -> None:
    with shown("GET /numbers", clock) as report:
        report(0, 10 * pages)
        for page in range(1, pages + 1):
            clock.now += pause
            report(10 * page, 10 * pages)


def test_in_a_terminal_one_line_is_written_over_itself(terminal: Terminal) -> None:
    with redirect_stderr(terminal.stream):
        _walk(Clock(), 1.0, 3)
    assert terminal.read() == (
        "\rGET /numbers: 0 of 30 records (0%)"
        "\rGET /numbers: 10 of 30 records (33%), 2.0 s left"
        "\rGET /numbers: 20 of 30 records (67%), 1.0 s left"
        "\rGET /numbers: 30 of 30 records (100%)           "
        "\rGET /numbers: 30 records in 3.0 s    \r\n"
    )


def test_a_terminal_is_not_written_to_all_the_time(terminal: Terminal) -> None:
    with redirect_stderr(terminal.stream):
        _walk(Clock(), OFTEN / 20, 200)
    assert 8 <= terminal.read().count("\r") <= 14


@pytest.mark.parametrize("terminal", [30], indirect=True)
def test_a_line_never_wraps(terminal: Terminal) -> None:
    with redirect_stderr(terminal.stream):
        _walk(Clock(), 1.0, 3)
    lines = terminal.read().replace("\r\n", "").split("\r")
    assert lines[2] == "GET /numbers: 10 of 30 record"
    assert max(map(len, lines)) == 29


def test_a_walk_that_is_given_up_ends_its_line(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    with redirect_stderr(terminal.stream):
        walk = iter(numbers(2, 2, 1, progress=True))
        assert [next(walk), next(walk), next(walk)] == [0, 1, 0]
        walk.close()
    written = terminal.read()
    assert "\rGET /numbers: 2 of 5 records in 0.0 s" in written
    assert written.endswith("\r\n")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("pause", "pages", "expected"),
    [
        (0.001, 100, ["GET /numbers: 1,000 records in 0.1 s"]),
        (
            SELDOM / 2,
            5,
            [
                "GET /numbers: 20 of 50 records (40%), 7.5 s left",
                "GET /numbers: 40 of 50 records (80%), 2.5 s left",
                "GET /numbers: 50 records in 12 s",
            ],
        ),
    ],
)
def test_in_a_log_there_is_a_line_now_and_then(pause: float, pages: int, expected: list[str]) -> None:
    with redirect_stderr(io.StringIO()) as log:
        _walk(Clock(), pause, pages)
    assert log.getvalue().splitlines() == expected


def test_a_terminal_that_can_only_print_is_a_log(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with redirect_stderr(terminal.stream):
        list(numbers(2, 2, 1, progress=True))
    assert terminal.read() == "GET /numbers: 5 records in 0.0 s\r\n"


class Shut(io.StringIO):
    """The end of a pipe whose other end is gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(text)


@pytest.mark.parametrize("stream", [None, Shut()])
def test_nobody_looks_on(stream: Any) -> None:
    with redirect_stderr(stream):
        assert len(list(numbers(2, 2, 1, progress=True))) == 5


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What a notebook is shown: that of IPython with a front end."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setattr(sys, "displayhook", sys.displayhook)
    settings = Config()
    settings.HistoryManager.enabled = False
    shell: Any = InteractiveShell(config=settings)
    shell.kernel = object()
    publisher: Any = CapturingDisplayPublisher()
    shell.display_pub = publisher
    monkeypatch.setattr(InteractiveShell, "_instance", shell)
    shown: list[dict[str, Any]] = publisher.outputs
    return shown


def test_in_a_notebook_a_display_changes(notebook: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    _walk(Clock(), 1.0, 3)
    first, *later = notebook
    assert len(later) == 4
    assert "display_id" in first["transient"]
    assert all(output["transient"] == first["transient"] for output in later)
    assert [output["update"] for output in notebook] == [False, True, True, True, True]
    assert later[-1]["data"]["text/plain"] == "GET /numbers: 30 records in 3.0 s"
    assert "width:100%" in later[-1]["data"]["text/html"]
    assert capsys.readouterr() == ("", "")


def test_who_asks_for_nothing_pays_nothing() -> None:
    code = (
        "import sys\n"
        "from humanloop.response.pages import Source, Page\n"
        "from humanloop.core.operation import Pages\n"
        "print(list(Source(Pages('page', items='x'), {}, None, None).of(Page.model_construct(x=[])).pages())\n"
        "    , [name for name in sys.modules if name.startswith('humanloop.display.report')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[<Page: 0 records>] []\n"
    assert done.stderr == ""
