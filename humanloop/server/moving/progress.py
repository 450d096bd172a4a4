"""How far an import or an export is, as a bar on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_WIDTH = 30
_SECONDS_BETWEEN = 0.2


def bar(done: int, total: int, seconds: float) -> str:
    """Write a bar.

    Args:
        done: What is done.
        total: What there is to do, which may turn out to be less than what is done.
        seconds: How long that took.
    """
    share = min(done / total, 1.0) if total else 1.0
    filled = round(share * _WIDTH)
    left = "" if share in (0.0, 1.0) else f", {_clock(seconds / share - seconds)} left"
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}  {_clock(seconds)}{left}"


class Progress:
    """A bar on standard error, where that is a terminal.

    Args:
        stream: Where to write, in place of standard error.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._total = 0
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()
        self._began = time.monotonic()
        self._shown_at = 0.0
        self._done = 0

    def begin(self, total: int) -> None:
        """Say how much there is to do; before, no bar is shown."""
        self._total = total
        self._began = time.monotonic()

    def advance(self, count: int) -> None:
        """Say that more is done."""
        self._done += count
        now = time.monotonic()
        if self._total and self._is_shown and now - self._shown_at >= _SECONDS_BETWEEN:
            self._shown_at = now
            self._write(bar(self._done, self._total, now - self._began))

    def end(self) -> None:
        """Take the bar away."""
        if self._shown_at:
            self._write("")

    def _write(self, text: str) -> None:
        # The second part erases what stands behind.
        self._stream.write(f"\r{text}\x1b[K")
        self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
