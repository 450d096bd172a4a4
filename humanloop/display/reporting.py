"""Telling how far the walk over a list has got: in a terminal, a notebook or a log, or to the program itself."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from humanloop.display.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import TextIO

    from humanloop.core.operation import Report

    Show = Callable[[Progress], object]

OFTEN = 0.1
"""Seconds between two changes of what a person looks at."""
SELDOM = 5.0
"""Seconds between two lines of a log."""


@contextmanager
def telling(
    progress: bool | Report, call: str, first: Any, count: Callable[[Any], tuple[int, int | None]]
) -> Generator[Callable[[Any], None]]:
    """Tell of one walk: when it begins, after each page, and when it ends.

    Args:
        progress: What is told: a callable, or True for whoever looks on.
        call: What is walked, such as `GET /logs`.
        first: The page that it begins with.
        count: Says how many records a page has, and how many there are from it on; None if the server does not say.

    Yields:
        What is called with each page that the program is done with.
    """
    done, total = 0, count(first)[1]
    with shown(call) if progress is True else _given(progress) as report:
        report(done, total)

        def tell(page: Any) -> None:
            nonlocal done, total
            here, left = count(page)
            # A list may grow or shrink while it is walked.
            total = total if left is None else done + left
            done += here
            total = total if total is None else max(total, done)
            report(done, total)

        yield tell


@contextmanager
def _given(report: Any) -> Generator[Report]:
    yield report


@contextmanager
def shown(call: str, clock: Callable[[], float] = monotonic) -> Generator[Report]:
    """Show people how far a walk has got.

    Args:
        call: What is walked.
        clock: Tells seconds.

    Yields:
        What is called with the records that are done, and with all; what is shown changes now and then, and at the end.
    """
    show, pause, due = _display()
    began, state = clock(), Progress(call, 0, None, 0.0)

    def report(done: int, total: int | None) -> None:
        nonlocal state, due
        state = Progress(call, done, total, clock() - began)
        if state.seconds >= due:
            due = state.seconds + pause
            show(state)

    try:
        yield report
    finally:
        show(state._replace(seconds=clock() - began, is_over=True))


def _display() -> tuple[Show, float, float]:
    """Choose how it is shown, how long the pause between two changes is, and when the first one is due."""
    if _is_notebook():
        return _Notebook(), OFTEN, 0.0
    stream: TextIO | None = sys.stderr
    if stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb":
        return _Terminal(stream), OFTEN, 0.0
    return _Log(stream), SELDOM, SELDOM


def _is_notebook() -> bool:
    """Say whether the program is the cell of a notebook: IPython is there, and talks to a front end."""
    get_shell = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get_shell is not None and getattr(get_shell(), "kernel", None) is not None


class _Notebook:
    """A display below the cell that changes; no widgets are needed."""

    _handle: Any = None

    def __call__(self, progress: Progress) -> None:
        # IPython, which only notebooks have, is not typed.
        display: Any = sys.modules["IPython"].display.display

        if self._handle is None:
            self._handle = display(progress, display_id=True)
        else:
            self._handle.update(progress)


class _Terminal:
    """A line that is written over itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        # A line that wraps could not be written over.
        line = repr(progress)[: _columns(self._stream) - 1]
        rest = " " * (self._width - len(line))
        self._width = len(line)
        _write(self._stream, f"\r{line}{rest}{chr(10) if progress.is_over else ''}")


class _Log:
    """A line for each time."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def __call__(self, progress: Progress) -> None:
        _write(self._stream, f"{progress!r}\n")


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _write(stream: TextIO | None, text: str) -> None:
    """Write, if that is possible: a walk does not end because nobody can be told of it."""
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        return
