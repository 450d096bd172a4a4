"""Several processes that serve one port. The one that was started keeps them going, and does nothing else.

It answers nothing, has no connection to the database, and does not even hold the port: that lies in a message between
two sockets, which every new worker looks at and none takes out.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from humanloop.server.app import service_of
from humanloop.server.http.numbers import Board
from humanloop.server.listening import listen, stop_listening
from humanloop.server.running import StartError, serve_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.server.running import RunningServer
    from humanloop.server.settings import Settings

_MOST_EARLY_ENDS = 5
_SECONDS_OF_AN_EARLY_END = 5
# What workers get beyond the time in which they finish their requests.
_SECONDS_TO_END = 1.5
_SECONDS_BETWEEN_LOOKS = 0.5
_LARGEST_WORD = 65_536

_logger = logging.getLogger(__name__)


@dataclass
class _Worker:
    """A process that serves.

    Args:
        pid: Its number.
        words: What it says of itself is read here.
    """

    pid: int
    words: socket.socket
    started: float = field(default_factory=time.monotonic)
    server_id: str | None = None
    """Which server it is; None until it answers."""
    error: str = ""
    """Why it did not start."""

    def listen(self) -> None:
        """Read what it has said."""
        with suppress(BlockingIOError, ConnectionError):
            while word := self.words.recv(_LARGEST_WORD, socket.MSG_DONTWAIT):
                said = json.loads(word)
                self.server_id = said.get("server_id", self.server_id)
                self.error = said.get("error", self.error)

    @property
    def age(self) -> float:
        """Seconds since its start."""
        return time.monotonic() - self.started


class _Shelf:
    """Keeps a socket that this process does not hold.

    Args:
        kept: The socket.
    """

    def __init__(self, kept: socket.socket) -> None:
        self._in, self._out = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        socket.send_fds(self._in, [b"x"], [kept.fileno()])

    def look(self) -> socket.socket:
        """Open the socket in this process, too."""
        # By hand: what the library has for it takes no notice of flags.
        room = socket.CMSG_SPACE(array("i", [0]).itemsize)
        _, ((_, _, sent),), _, _ = self._out.recvmsg(1, room, socket.MSG_PEEK)
        return socket.socket(fileno=array("i", sent)[0])

    def close(self) -> None:
        """Throw it away."""
        self._in.close()
        self._out.close()


def serve_by_workers(settings: Settings, on_start: Callable[[RunningServer], None]) -> None:
    """Serve with several processes until this one is told to stop.

    Args:
        settings: What to choose; `workers` says how many.
        on_start: Called in the first worker, once it answers.

    Raises:
        OSError: The address cannot be listened on.
        StartError: Workers end as soon as they are started.
    """
    with listen(settings) as listener:
        shelf = _Shelf(listener)
    try:
        with tempfile.TemporaryDirectory(prefix="humanloop-numbers-") as folder:
            _Keeper(settings, shelf, on_start, Board(Path(folder))).run()
    finally:
        shelf.close()
        stop_listening(settings)


class _Keeper:
    """Starts workers, and starts them again when they end.

    Args:
        settings: What to choose.
        shelf: Where the listener is.
        on_start: Called in the first worker, once it answers.
        board: Where workers show their numbers to each other.
    """

    def __init__(
        self, settings: Settings, shelf: _Shelf, on_start: Callable[[RunningServer], None], board: Board
    ) -> None:
        self._settings = settings
        self._board = board
        self._shelf = shelf
        self._on_start = on_start
        self._workers: list[_Worker] = []
        # Servers that workers were which have ended: the next ones take their work over at once.
        self._gone: list[str] = []
        self._early_ends = 0
        self._was_ready = False
        self._is_stopping = False
        # One end for the workers, who see it close when this process ends, however that is.
        self._life, self._life_of_workers = socket.socketpair()
        # Rung by signals.
        self._bell, self._clapper = socket.socketpair()

    def run(self) -> None:
        """Keep workers going until told to stop.

        Raises:
            StartError: They end as soon as they are started.
        """
        self._clapper.settimeout(0)
        signal.set_wakeup_fd(self._clapper.fileno())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, self._on_signal)
        try:
            while not self._is_stopping:
                self._start_missing()
                self._wait(_SECONDS_BETWEEN_LOOKS)
                for worker in self._ended():
                    self._judge(worker)
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: Any) -> None:
        del frame
        if number == signal.SIGHUP:
            self._tell_all(number)
        elif number != signal.SIGCHLD:
            self._is_stopping = True

    def _start_missing(self) -> None:
        # Before one has answered, there is no other: it may have tables to make.
        wanted = self._settings.workers if self._was_ready else 1
        while len(self._workers) < wanted:
            self._workers.append(self._start(self._gone.pop() if self._gone else None))

    def _start(self, predecessor: str | None) -> _Worker:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        # What is not yet written would be written by both.
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            its.close()
            return _Worker(pid, mine)
        self._forget_all_but_life()
        mine.close()
        life, board = self._life_of_workers, self._board
        return _work(self._settings, self._shelf, its, life, predecessor, self._greeting(), board)

    def _forget_all_but_life(self) -> None:
        """Become a worker: what belongs to the process that keeps them is none of its business."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for each in (self._life, self._bell, self._clapper, *(worker.words for worker in self._workers)):
            each.close()

    def _greeting(self) -> Callable[[RunningServer], None]:
        return (lambda _: None) if self._was_ready else self._on_start

    def _wait(self, seconds: float) -> None:
        """Wait until something happens, and read what workers say."""
        words = {worker.words: worker for worker in self._workers}
        ready, _, _ = select.select([self._bell, *words], [], [], seconds)
        if self._bell in ready:
            self._bell.recv(4096)
        for worker in self._workers:
            worker.listen()
            self._was_ready = self._was_ready or worker.server_id is not None
        if self._workers and all(worker.age > _SECONDS_OF_AN_EARLY_END for worker in self._workers):
            self._early_ends = 0

    def _ended(self) -> list[_Worker]:
        """Take away the workers that have ended."""
        ended = [worker for worker in self._workers if os.waitpid(worker.pid, os.WNOHANG)[0]]
        self._workers = [worker for worker in self._workers if worker not in ended]
        for worker in ended:
            worker.listen()
            worker.words.close()
        return ended

    def _judge(self, worker: _Worker) -> None:
        """Note that a worker has ended that was not told to.

        Raises:
            StartError: That happens again and again.
        """
        if worker.server_id is not None:
            self._gone.append(worker.server_id)
        if worker.age <= _SECONDS_OF_AN_EARLY_END:
            self._early_ends += 1
        said = worker.error or f"Worker {worker.pid} has ended."
        if self._early_ends >= _MOST_EARLY_ENDS:
            raise StartError(said)
        if not self._is_stopping:
            _logger.warning("%s Another one is started.", said)

    def _stop(self) -> None:
        """End all workers; those that take too long are ended by force."""
        self._tell_all(signal.SIGTERM)
        end = time.monotonic() + self._settings.drain_seconds + _SECONDS_TO_END
        while self._workers and time.monotonic() < end:
            self._wait(_SECONDS_BETWEEN_LOOKS)
            self._ended()
        self._tell_all(signal.SIGKILL)
        for worker in self._workers:
            os.waitpid(worker.pid, 0)

    def _tell_all(self, number: int) -> None:
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, number)


def _work(
    settings: Settings,
    shelf: _Shelf,
    words: socket.socket,
    life: socket.socket,
    predecessor: str | None,
    on_start: Callable[[RunningServer], None],
    board: Board,
) -> NoReturn:
    """Serve, in a process that was made for it, and end the process.

    Args:
        settings: What to choose.
        shelf: Where the listener is.
        words: Where to say what has become of it.
        life: Ends when the process ends that made this one.
        predecessor: The server in whose place this one is.
        on_start: Called once it answers.
        board: Where workers show their numbers to each other.
    """
    code = 1
    try:
        listener = shelf.look()
        shelf.close()
        threading.Thread(target=_end_with, args=(life,), name="humanloop-life", daemon=True).start()

        def started(running: RunningServer) -> None:
            on_start(running)
            _say(words, server_id=service_of(running.app).idempotency.owner)

        serve_on(listener, settings, started, predecessor, board)
        code = 0
    except StartError as error:
        _say(words, error=str(error))
    except Exception:
        _logger.exception("A worker has failed.")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not by the way out of the program that was copied into this process.
        os._exit(code)


def _end_with(life: socket.socket) -> None:
    """End this process in good order when the one has ended that made it."""
    with suppress(OSError):
        life.recv(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _say(words: socket.socket, **said: str) -> None:
    with suppress(OSError):
        words.send(json.dumps(said).encode()[:_LARGEST_WORD])
