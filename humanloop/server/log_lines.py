"""Where the lines of the server's log go: to standard output without waiting for it; as JSON where that is wanted."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

_MOST_WAITING = 100_000
_SECONDS_TO_GATHER = 0.05
_SECONDS_TO_END = 2


def timestamp(time: datetime) -> str:
    """Write a moment, in UTC and to the millisecond."""
    return f"{time.astimezone(UTC).isoformat(timespec='milliseconds')[:-6]}Z"


def json_line(level: str, message: str, more: Mapping[str, Any], created: float | None = None) -> str:
    """Write something that is said as one line of JSON.

    Args:
        level: How grave it is.
        message: What is said.
        more: What else there is to know.
        created: When it was said; now, if that is not given.
    """
    moment = datetime.now(UTC) if created is None else datetime.fromtimestamp(created, UTC)
    return to_json({"time": timestamp(moment), "level": level, "message": message, **more}).decode()


class Lines:
    """Lines on their way to a stream, written by a thread: whoever reads them slowly keeps no request waiting.

    Args:
        stream: Where they go.
        most: Most lines that wait; more are left out, and a warning says how many.
    """

    def __init__(self, stream: TextIO, most: int = _MOST_WAITING) -> None:
        self._stream = stream
        self._most = most
        self._waiting: deque[str] = deque()
        self._left_out = 0
        self._awake = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="humanloop-log", daemon=True)
        self._thread.start()

    def write(self, line: str) -> None:
        """Take a line."""
        if len(self._waiting) >= self._most:
            self._left_out += 1
            return
        self._waiting.append(line)
        if not self._awake.is_set():
            self._awake.set()

    def close(self) -> None:
        """Write what waits, and end."""
        self._ended.set()
        self._awake.set()
        self._thread.join(_SECONDS_TO_END)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._awake.wait()
            # Others come in a moment, and are written together with this one.
            self._ended.wait(_SECONDS_TO_GATHER)
            self._awake.clear()
            self._write_all()
        # The end may have come before the last ones were seen.
        self._write_all()

    def _write_all(self) -> None:
        # What is added meanwhile is written the next time.
        lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not lines:
            return
        try:
            self._stream.write("\n".join(lines) + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            # Nobody reads them any more.
            give_up(self._stream)
            return
        left_out, self._left_out = self._left_out, 0
        if left_out:
            logging.getLogger(__name__).warning("%d lines of the access log could not be written.", left_out)


def give_up(stream: TextIO) -> None:
    """Throw away what is written to a stream from now on: else the process would end as if it had failed."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class JsonFormatter(logging.Formatter):
    """Writes records of the log as JSON, each in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        more = {"logger": record.name}
        if record.exc_info:
            more["traceback"] = self.formatException(record.exc_info)
        return json_line(record.levelname.lower(), record.getMessage(), more, record.created)


def log_as_json() -> None:
    """Let all that the server says be JSON: records of the log, warnings, and what nobody has caught."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logger = logging.getLogger("humanloop.server")

    def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logger.critical("The server failed.", exc_info=(kind, error, trace))

    def log_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            log_uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook, threading.excepthook = log_uncaught, log_in_thread
