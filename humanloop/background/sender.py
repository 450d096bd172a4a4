"""What sends the records of one folder: one thread, one batch at a time, as long as it takes.

What is to be done next stands in the files: the batch that was begun last and is not over, else the records that come
next. So a thread that begins anew, like another process, goes on where the last one ended.
"""

from __future__ import annotations

import atexit
import logging
import os
import random
import sys
import threading
import time
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from humanloop.background.batches import Verdict, body_of, judge, pause, window
from humanloop.background.entries import Batch, Record
from humanloop.calls.exchange import IDEMPOTENCY_HEADER
from humanloop.core.errors import ApiConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from humanloop.background.files import SpoolFile
    from humanloop.background.spool import Spool
    from humanloop.core.response import ApiResponse

_LOGGER = logging.getLogger("humanloop.background")
_TRY = 30.0
"""Seconds that one try waits for its answer."""
_SWEEP = 15.0
"""Seconds between two looks for files of dead processes."""
_KEY_LIFE = 24 * 3600.0
"""Seconds for which a server remembers an idempotency key."""
_QUIET = 60.0
"""Seconds between two warnings of a kind."""
SENDERS: dict[tuple[Any, ...], Sender] = {}
"""Those of this process, by folder, host and what makes the keys; they live as long as the process."""
_process = [os.getpid()]


class Sender:
    """Sends what is in a spool. Its thread begins with the first record, and lives as long as the process."""

    def __init__(self, spool: Spool, send: Callable[[bytes, bytes, str, float], ApiResponse]) -> None:
        """Make it; nothing is started yet.

        Args:
            spool: The records.
            send: Carries out one try: the kind of the records, body, idempotency key, seconds.
        """
        self.spool = spool
        self.last_error: str | None = None
        self.is_left = False
        """Whether a client was closed and left records, and none came after that."""
        self._send = send
        self._thread: threading.Thread | None = None
        self._starting, self._turn = threading.Lock(), threading.Lock()
        self._wake: SimpleQueue[None] = SimpleQueue()
        self._wake_at: int | None = None
        """How many records, or a batch of bytes, wake the thread; None if none do."""
        self._asked = self._swept = 0
        """How many flushes have asked for files of dead processes, and how many of them have got these."""
        self._sweep_at = 0.0
        self._flushes = 0
        self._hurries = self._is_broken = self._is_stopped = False
        self._said: dict[str, float] = {}
        """When something of a kind was said."""
        self._honours_keys = self._is_kept = False
        self._failures = 0
        self._not_before, self._is_firm = 0.0, False
        """When the next try may be, on the monotonic clock, and whether that holds for a flush too."""

    def queued(self, place: tuple[SpoolFile, int] | None = None) -> None:
        """Say that records were queued, and the place of the last: the thread starts, or wakes if they are enough."""
        self.is_left = False
        if self._thread is None or not self._thread.is_alive():
            self.start()
        elif place is None or (self._wake_at is not None and self._is_enough(place[0], self._wake_at)):
            self._rouse()

    def revive(self) -> None:
        """Start the thread again if it died: the call that comes now may wait for room, which only the thread makes."""
        if self._thread is not None and not self._thread.is_alive():
            self.start()

    def start(self) -> bool:
        """Start the thread if there is none, and say whether there is one."""
        if sys.is_finalizing():
            return False  # Python 3.11 would wait for ever for a thread that does not run any more.
        # Another thread may come here at the same time, and so may a signal handler: that one starts none.
        if not self._starting.acquire(blocking=False):
            return True
        try:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="humanloop-background", daemon=True)
                self._thread.start()
        except RuntimeError:
            # The interpreter ends, and starts no more threads; what is queued is in the file.
            self._thread = None
        finally:
            self._starting.release()
        return self._thread is not None

    def stop(self) -> None:
        """Begin no further try."""
        self._is_stopped = True

    def flush(self, timeout: float | None, is_given_up: Callable[[], bool] = bool) -> bool:
        """Wait until all that was queued before, and all that dead processes left, is stored or set aside.

        Args:
            timeout: Seconds to wait at most.
            is_given_up: Whether nobody waits any more; asked after each change, and after `wake`. Default: not so.
        """
        spool, until = self.spool, None if timeout is None else time.monotonic() + timeout
        is_vain = self._is_stopped or threading.current_thread() is self._thread or not spool.may_wait()
        if timeout == 0 or is_vain:
            return not spool.pending()
        with spool.change():
            self._asked += 1
            asked, ends = self._asked, WeakKeyDictionary({file: file.held.end for file in spool.files})

        def is_over() -> bool:
            return is_done() or self._is_broken or is_given_up()

        def is_done() -> bool:
            # What is taken over was there before, what else comes meanwhile does not count.
            waiting = [file for file in [*spool.files] if file.pending and (file in ends or file.is_adopted)]
            return self._swept >= asked and all(file.settled >= ends.get(file, file.held.end) for file in waiting)

        spool.settle(now=True)
        self._is_broken, self._hurries = False, True
        self._flushes += 1
        try:
            if self.start():
                self._rouse()
                with spool.changed:
                    rest = None if until is None else max(0.0, until - time.monotonic())
                    spool.changed.wait_for(is_over, rest)
            else:
                self._work(is_over, until)
        finally:
            self._flushes -= 1
        self.say()
        return is_done()

    def say(self) -> None:
        """Say aloud what there is to be said, each kind of thing once a minute."""
        notes, now = self.spool.notes, time.monotonic()
        for kind in [*notes]:
            # Another thread may say it, or find it over, at the same time.
            if now - self._said.get(kind, -_QUIET) >= _QUIET and (note := notes.pop(kind, "")):
                self._said[kind] = now
                warn(note)

    def _run(self) -> None:
        self._work(lambda: self._is_stopped, None)

    def _work(self, is_over: Callable[[], bool], until: float | None) -> None:
        # Where there are no threads, several flushes may come here: one after the other.
        if not self._turn.acquire(timeout=-1 if until is None else max(0.0, until - time.monotonic())):
            return
        self.spool.worker = threading.get_ident()
        try:
            while not is_over():
                now = time.monotonic()
                rest = _TRY if until is None else min(_TRY, until - now)
                if rest <= 0:
                    return
                try:
                    wait = self._step(now, rest)
                except Exception as error:  # noqa: BLE001 - whatever a hook or a stand-in for the wire raises: it is said, and tried again
                    self._failed(Verdict("again", f"{type(error).__name__}: {error}"))
                    self._break()
                    wait = max(self._not_before - now, 0.01)
                self.say()
                if wait > 0:
                    with suppress(Empty):
                        self._wake.get(timeout=min(wait, rest))
        except BaseException as error:
            self.last_error = f"the sender ended: {error!r}"
            self._break()
            raise
        finally:
            self.spool.worker = 0
            self._turn.release()

    def _break(self) -> None:
        """End the waiting of those who wait for what may never come."""
        self._is_broken = True
        self.wake()

    def wake(self) -> None:
        """Let those who wait look again."""
        with self.spool.changed:
            self.spool.changed.notify_all()

    def _rouse(self) -> None:
        self._wake_at = None
        self._wake.put(None)

    def _is_enough(self, file: SpoolFile, most: int) -> bool:
        return file.pending >= most or file.held.end - file.cursor >= self.spool.options.batch_bytes

    def _step(self, now: float, seconds: float = _TRY) -> float:
        """Do the next thing, and say how many seconds there is nothing to do after it."""
        asked = self._asked
        if now >= self._sweep_at or asked > self._swept:
            self._sweep_at = now + _SWEEP
            try:
                self.spool.adopt()
            finally:
                self._swept = asked
                self.wake()
        self.spool.settle()
        # First say when to be woken, then look: what is queued in between is seen in one way or the other.
        self._wake_at = 1
        file = self.spool.next()
        if file is None:
            return self._sweep_at - now
        self._wake_at = None
        wait = self._begin(file) if file.held.batch is None else 0.0
        if file.held.batch is not None:
            wait = self._not_before - now
            if wait <= 0 or (self._hurries and not self._is_firm):
                wait, self._hurries = 0.0, False
                self._try(file, file.held.batch, seconds)
        return min(wait, max(self._sweep_at - now, 0.01))

    def _begin(self, file: SpoolFile) -> float:
        """Begin a batch of the records that come next; 0, or the seconds until there may be one."""
        spool, options = self.spool, self.spool.options
        with spool.change():
            if not file.pending:
                return 0.0  # What was left was feedback that went with its log.
            remaining = ([one for one in batch if one.number not in file.held.over] for batch in file.chosen)
            file.chosen = [batch for batch in remaining if batch]
            if not file.chosen:
                file.settled = file.cursor
                spool.changed.notify_all()
                if (wait := self._linger(file)) > 0:
                    return wait
                chosen, end = window(file.records(), options.batch_records, options.batch_bytes)
                if end is None:
                    raise RuntimeError(f"{file.path} says of {file.pending} records that they wait, and has none")
                file.chosen, file.cursor = [*chosen.values()], end
            if not spool.put_lost_aside(file, file.chosen[0]):
                numbers = tuple(record.number for record in file.chosen[0])
                spool.begin(file, Batch(str(uuid4()), time.time(), numbers, is_unclear=False))
        return 0.0

    def _linger(self, file: SpoolFile) -> float:
        """Say how many seconds the records of a file still wait for others to be sent with."""
        options = self.spool.options
        self._wake_at = options.batch_records
        if self._flushes or file is not self.spool.files[-1] or self._is_enough(file, options.batch_records):
            return 0.0
        first = next(file.records(), None)
        wait = 0.0 if first is None else first[0].at + options.linger - time.time()
        return wait if wait <= options.linger else 0.0  # Else the clock was put back.

    def _try(self, file: SpoolFile, batch: Batch, seconds: float) -> None:
        spool = self.spool
        if not file.chosen:
            # Another process began it.
            numbers = {*batch.numbers}
            with spool.change():
                found = (record for record, _ in file.records() if record.number in numbers)
                file.chosen = [[*islice(found, len(numbers))]]
        records = file.chosen[0]
        answer: ApiResponse | ApiConnectionError
        is_late = time.time() - batch.at > _KEY_LIFE
        try:
            answer = self._send(records[0].kind, body_of(records, file.held.ids), batch.key, seconds)
            self._honours_keys = self._honours_keys or IDEMPOTENCY_HEADER in answer.headers
        except ApiConnectionError as error:
            answer = error
        verdict = judge(answer, records[0].kind, len(records), time.time())
        if verdict.kind in ("again", "kept"):
            if isinstance(answer, ApiConnectionError) and answer.sent:
                file.held.batch = batch._replace(is_unclear=True)
            self._failed(verdict)
            return
        self._not_before, self._is_firm = time.monotonic() + (verdict.wait or 0), verdict.wait is not None
        self._failures = 0
        if verdict.kind == "stored":
            self.last_error, self._is_kept = None, False
            spool.notes.pop("kept", None)
            spool.sent += len(records)
            if batch.is_unclear and (is_late or not self._honours_keys):
                spool.maybe_twice += len(records)
            spool.end(file, batch.numbers, verdict.ids)
        else:
            self._refused(file, records, verdict, answer.status or 0)

    def _refused(self, file: SpoolFile, records: list[Record], verdict: Verdict, status: int) -> None:
        """Set aside what the answer names, or look for it in halves; the rest goes on."""
        self.last_error, file.held.batch = verdict.reason, None
        if len(records) > 1 and not verdict.named:
            middle = len(records) // 2
            file.chosen[:1] = records[:middle], records[middle:]
            return
        bad = verdict.named or {0: verdict.reason}
        self.spool.put_aside(file, [(records[index], reason) for index, reason in sorted(bad.items())], status)

    def _failed(self, verdict: Verdict) -> None:
        self._failures += 1
        self.last_error, self._is_firm = verdict.reason, verdict.wait is not None
        wait = max(pause(self._failures, random.random()), verdict.wait or 0)  # noqa: S311 - no secret
        self._not_before = time.monotonic() + wait
        if verdict.kind == "kept" and not self._is_kept:
            self._is_kept, spool = True, self.spool
            spool.notes["kept"] = f"{spool.pending()} records cannot be sent ({verdict.reason}): {spool.folder}"


def warn(said: str) -> None:
    """Log a warning; on standard error where the program has set up no logging."""
    logger: logging.Logger | None = _LOGGER
    while logger is not None:
        if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            _LOGGER.warning("%s", said)
            return
        logger = logger.parent if logger.propagate else None
    # A program without a console has none, and that of a daemon may be closed.
    error: Any = sys.stderr
    with suppress(AttributeError, OSError, ValueError):
        error.write(f"humanloop.background: {said}\n")


def sender_of(identity: tuple[Any, ...], make: Callable[[], Sender]) -> Sender:
    """Find the sender for a folder, a host and what makes the keys, or make it."""
    if _process[0] != os.getpid():
        forget()  # A fork that ran no hooks.
    if identity not in SENDERS:
        # Threads may come here at the same time: all get the first one.
        SENDERS.setdefault(identity, make())
    return SENDERS[identity]


def warn_of_rest(senders: Sequence[Sender]) -> None:
    """Say what is not sent, where it is, and what becomes of it."""
    count = sum(sender.spool.pending() for sender in senders)
    # Those of other keys that were taken over stay where they are.
    places = {file.path.parent: None for sender in senders for file in [*sender.spool.files] if file.pending}
    folders = ", ".join(map(str, places))
    lost = sum(sender.spool.in_memory() for sender in senders)
    rest = f"; {lost} bytes of them are in memory only, and are lost with this process" if lost else ""
    if senders:
        warn(
            f"{count} records were not sent, those on the way included; they are in {folders}, and the next process"
            f" with the same host and key sends them{rest}"
        )


def give_up(root: Path) -> None:
    """Send nothing more of what is below a folder, which is going to be removed."""
    for identity, sender in [*SENDERS.items()]:
        if sender.spool.folder.is_relative_to(root):
            sender.stop()
            with sender.spool.change():
                sender.spool.forget()
            del SENDERS[identity]


@atexit.register
def _at_exit() -> None:
    if _process[0] != os.getpid():
        return
    started = time.monotonic()
    senders = [sender for sender in SENDERS.values() if not sender.is_left and sender.spool.pending()]
    for sender in senders:
        seconds = sender.spool.options.exit_timeout
        if not seconds:
            sender.stop()
        elif (rest := seconds - (time.monotonic() - started)) > 0:
            sender.flush(rest)
    for sender in senders:
        sender.spool.settle(now=True)
    remaining = [sender for sender in senders if sender.spool.pending()]
    for sender in remaining:
        # Whoever closes its client after this neither waits for it again nor says so again.
        sender.is_left = True
        sender.stop()
    warn_of_rest(remaining)


def forget() -> None:
    """Begin anew in a forked process: files and threads are the parent's."""
    for sender in SENDERS.values():
        sender.spool.forget()
    SENDERS.clear()
    _process[0] = os.getpid()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget)
