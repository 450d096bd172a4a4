"""What sends the records of one folder: one thread, one batch at a time, as long as it takes."""

from __future__ import annotations

import logging
import random
import sys
import threading
import time
from collections import deque
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from humanloop.background.batches import LONGEST_PAUSE, body_of, judge, pause, window
from humanloop.background.entries import KINDS, Batch, Record
from humanloop.calls.exchange import IDEMPOTENCY_HEADER
from humanloop.core.errors import ApiConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from humanloop.background.batches import Verdict
    from humanloop.background.files import SpoolFile
    from humanloop.background.spool import Spool
    from humanloop.core.response import ApiResponse

    Send = Callable[[bytes, bytes, str, float], ApiResponse]

_LOGGER = logging.getLogger("humanloop.background")
_TRY = 30.0
"""Seconds that one try waits for its answer."""
_SWEEP = 15.0
"""Seconds between two looks for files of dead processes."""
_KEY_LIFE = 24 * 3600.0
"""Seconds for which a server remembers an idempotency key."""
_QUIET = 60.0
"""Seconds between two warnings of a kind."""
_NEVER: Final = sys.maxsize


def warn(said: str) -> None:
    """Log a warning; on standard error where the program has set up no logging."""
    logger: logging.Logger | None = _LOGGER
    while logger is not None:
        if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            _LOGGER.warning("%s", said)
            return
        logger = logger.parent if logger.propagate else None
    # A program without a console has none.
    error: Any = sys.stderr
    if error is not None:
        error.write(f"humanloop.background: {said}\n")


class Sender:
    """Sends what is in a spool. Its thread begins with the first record, and lives as long as the process."""

    def __init__(self, spool: Spool, send: Send) -> None:
        """Make it; nothing is started yet.

        Args:
            spool: The records.
            send: Carries out one try: the kind of the records, body, idempotency key, seconds.
        """
        self.spool = spool
        self.sent = self.maybe_twice = 0
        self.last_error: str | None = None
        self.is_left = False
        """Whether a client was closed and left records, and none came after that."""
        self.most_seconds = _TRY
        """Seconds that the next try may take."""
        self._send = send
        self._thread: threading.Thread | None = None
        self._starting, self._turn = threading.Lock(), threading.Lock()
        self._wake: SimpleQueue[None] = SimpleQueue()
        self._wake_records = self._wake_bytes = _NEVER
        self._flushes = 0
        self._hurries = False
        self._is_broken = False
        self._is_stopped = False
        self._sweep_at = 0.0
        self._said: dict[str, float] = {}
        self._file: SpoolFile | None = None
        self._groups: deque[list[Record]] = deque()
        self._records: list[Record] = []
        self._batch: Batch | None = None
        self._is_unclear = False
        """Whether the records may have arrived before."""
        self._honours_keys = self._is_kept = False
        self._failures = 0
        self._not_before = 0.0
        self._is_firm = False

    def queued(self, file: SpoolFile | None) -> None:
        """Say that records were queued: the thread starts, or wakes if they are worth it.

        Args:
            file: Where they are; None for "see yourself".
        """
        self.is_left = False
        if not self._is_alive():
            self.start()
        elif file is None or file.pending >= self._wake_records or file.end - file.cursor >= self._wake_bytes:
            self._rouse()

    def adopt_under_new_keys(self, folder: Path) -> None:
        """Take over what dead processes left in the folder of another API key; what they tried may be there already."""
        for file in self.spool.adopt(folder):
            if file.batch is not None:
                self.maybe_twice += len(file.batch.numbers)
                file.batch = None

    def start(self) -> bool:
        """Start the thread if there is none, and say whether there is one."""
        # Another thread may come here at the same time, and so may a signal handler: that one starts none.
        if self._is_alive() or not self._starting.acquire(blocking=False):
            return True
        try:
            if not self._is_alive():
                self._thread = threading.Thread(target=self._run, name="humanloop-background", daemon=True)
                self._thread.start()
        except RuntimeError:
            # The interpreter ends, and starts no more threads; what is queued is in the file.
            self._thread = None
            return False
        finally:
            self._starting.release()
        return True

    def _is_alive(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive()

    def stop(self) -> None:
        """Begin no further try."""
        self._is_stopped = True

    def flush(self, timeout: float | None) -> bool:
        """Wait until all that was queued before, and all that dead processes left, is stored or set aside."""
        if threading.current_thread() is self._thread or not self.spool.may_wait():
            return not self.spool.pending()
        until = None if timeout is None else time.monotonic() + timeout
        if timeout == 0:
            return not self.spool.pending()
        try:
            self.spool.adopt(until=until)
        except TimeoutError:
            return False
        with self.spool.lock:
            marks = [(file, file.end) for file in self.spool.files if file.pending]

        def is_done() -> bool:
            return all(file.is_closed or file.settled >= end for file, end in marks)

        if is_done():
            return True
        self.spool.settle(now=True)
        self._is_broken, self._hurries = False, True
        self._flushes += 1
        try:
            if self.start():
                self._rouse()
                with self.spool.changed:
                    rest = None if until is None else max(0.0, until - time.monotonic())
                    self.spool.changed.wait_for(lambda: is_done() or self._is_broken, rest)
            else:
                self._work(lambda: is_done() or self._is_broken, until)
        finally:
            self._flushes -= 1
        self.say()
        return is_done()

    def say(self) -> None:
        """Say aloud what there is to be said, each kind of thing once a minute."""
        notes, now = self.spool.notes, time.monotonic()
        for kind in [*notes]:
            if now - self._said.get(kind, -_QUIET) >= _QUIET:
                self._said[kind] = now
                warn(notes.pop(kind))

    def _run(self) -> None:
        try:
            self._work(lambda: self._is_stopped, None)
        except BaseException as error:
            self.last_error = f"the sender ended: {error!r}"
            self._break()
            raise

    def _work(self, is_over: Callable[[], bool], until: float | None) -> None:
        while not is_over():
            now = time.monotonic()
            if until is not None and now >= until:
                return
            if not self._turn.acquire(blocking=False):
                time.sleep(0.01)  # Where there are no threads, several flushes may work: one at a time.
                continue
            self.most_seconds = _TRY if until is None else min(_TRY, until - now)
            try:
                wait = self._step(now)
            except Exception as error:  # noqa: BLE001 - whatever a hook or a stand-in for the wire raises: it is said, and tried again
                self._failed(f"{type(error).__name__}: {error}", None)
                self._break()
                wait = max(self._not_before - now, 0.01)
            finally:
                self._turn.release()
            self.say()
            if wait > 0:
                self._sleep(wait if until is None else min(wait, max(until - now, 0)))

    def _break(self) -> None:
        """End the waiting of those who wait for what may never come."""
        self._is_broken = True
        with self.spool.changed:
            self.spool.changed.notify_all()

    def _step(self, now: float) -> float:
        """Do the next thing, and say how many seconds there is nothing to do after it."""
        self._wake_records = self._wake_bytes = _NEVER
        if now >= self._sweep_at:
            self._sweep_at = now + _SWEEP
            self.spool.adopt()
        self.spool.settle()
        if not self._records and not self._begin():
            wait = self._take(now)
            if wait is not None:
                return min(wait, max(self._sweep_at - now, 0.01))
            if not self._begin():
                return 0
        if now < self._not_before and not (self._hurries and not self._is_firm):
            return min(self._not_before - now, max(self._sweep_at - now, 0.01))
        self._hurries = False
        self._try()
        return 0

    def _sleep(self, wait: float) -> None:
        try:
            self._wake.get(timeout=wait)
        except Empty:
            return

    def _rouse(self) -> None:
        self._wake_records = self._wake_bytes = _NEVER
        self._wake.put(None)

    def _take(self, now: float) -> float | None:
        """Choose what is sent next; None, or the seconds until there may be something."""
        options, spool = self.spool.options, self.spool
        # First say when to be woken, then look: what is queued in between is seen in one way or the other.
        self._wake_records, self._wake_bytes = options.batch_records, options.batch_bytes
        with spool.lock:
            file = next((file for file in spool.files if file.pending), None)
            if file is None:
                self._wake_records = self._wake_bytes = 1
                return _SWEEP
            is_large = file.pending >= options.batch_records or file.end - file.cursor >= options.batch_bytes
            rest = file.since + options.linger - now
            if rest > 0 and not (is_large or self._flushes or file is not spool.files[-1]):
                return rest
            self._wake_records = self._wake_bytes = _NEVER
        with spool.change():
            self._file, file.in_work, file.since = file, True, now
            batch, file.batch = file.batch, None
            if batch is not None:
                self._replay(file, batch)
                return None
            chosen, end = window(file.records(), options.batch_records, options.batch_bytes)
            file.cursor = file.end if end is None else end
            self._groups.extend(chosen.values())
            file.oldest = min((records[0].at for records in chosen.values()), default=None)
        return None

    def _replay(self, file: SpoolFile, batch: Batch) -> None:
        """Take what another process tried to send, under the key of that time."""
        records = [record for record, _ in file.records() if record.number in batch.numbers]
        file.skipped |= {*batch.numbers}
        if records:
            self._records, self._batch, self._is_unclear = records, batch, True
            file.oldest = records[0].at

    def _begin(self) -> bool:
        """Make a batch of the next records."""
        if self._records:
            return True
        file = self._file
        if file is None:
            return False
        while self._groups:
            records = self._with_logs(file, self._groups.popleft())
            if records:
                batch = Batch(str(uuid4()), time.time(), tuple(record.number for record in records))
                self.spool.begin(file, batch)
                self._records, self._batch, self._is_unclear = records, batch, False
                return True
        self._file = None
        with self.spool.change():
            file.in_work, file.settled = False, file.cursor
            self.spool.changed.notify_all()
            if file.pending and file.cursor >= file.end:
                raise RuntimeError(f"{file.path} says of {file.pending} records that they wait, and has none")
        return False

    def _with_logs(self, file: SpoolFile, records: list[Record]) -> list[Record]:
        """Leave out the feedback whose log is not stored; it is set aside."""
        lost = [record for record in records if record.of >= 0 and record.of not in file.ids]
        if lost:
            reasons = [(record, file.refused.get(record.of, "it is not here any more")) for record in lost]
            self.spool.put_aside(file, [(one, f"its log is not stored: {reason}") for one, reason in reasons], 0)
        return [record for record in records if record.of < 0 or record.of in file.ids]

    def _try(self) -> None:
        file, batch, records = self._file, self._batch, self._records
        if file is None or batch is None:
            return
        kind = records[0].kind
        answer: ApiResponse | ApiConnectionError
        is_late = time.time() - batch.at > _KEY_LIFE
        try:
            answer = self._send(kind, body_of(records, file.ids), batch.key, self.most_seconds)
        except ApiConnectionError as error:
            answer = error
        else:
            self._honours_keys = self._honours_keys or IDEMPOTENCY_HEADER in answer.headers
        verdict = judge(answer, kind, len(records), time.time())
        if verdict.kind in ("again", "kept"):
            self._is_unclear = self._is_unclear or (isinstance(answer, ApiConnectionError) and answer.sent)
            self._failed(verdict.reason, verdict)
            return
        self._is_firm = verdict.wait is not None
        self._not_before = time.monotonic() + (verdict.wait or 0)
        self._failures, self._records, self._batch = 0, [], None
        if verdict.kind == "stored":
            self.last_error = None
            self._is_kept = False
            self.spool.notes.pop("kept", None)
            self.sent += len(records)
            if self._is_unclear and (is_late or not self._honours_keys):
                self.maybe_twice += len(records)
            self.spool.end(file, batch.numbers, verdict.ids)
        else:
            self._refused(file, records, verdict, answer.status or 0)

    def _refused(self, file: SpoolFile, records: Sequence[Record], verdict: Verdict, status: int) -> None:
        """Set aside what the answer names, or look for it in halves; the rest goes on."""
        self.last_error = verdict.reason
        if verdict.named:
            bad = [(records[index], reason) for index, reason in sorted(verdict.named.items())]
            self.spool.put_aside(file, bad, status)
            rest = [record for index, record in enumerate(records) if index not in verdict.named]
            self._groups.extendleft([rest] if rest else [])
        elif len(records) == 1:
            self.spool.put_aside(file, [(records[0], verdict.reason)], status)
        else:
            half = len(records) // 2
            self._groups.extendleft([[*records[half:]], [*records[:half]]])

    def _failed(self, reason: str, verdict: Verdict | None) -> None:
        self._failures += 1
        self.last_error = reason
        wait = pause(self._failures, random.random())  # noqa: S311 - no secret
        asked = verdict.wait if verdict is not None else None
        self._is_firm = asked is not None
        if verdict is not None and verdict.kind == "kept":
            # Each minute; another try before that changes nothing, and a wrong key may be locked out for it.
            self._is_firm, asked = True, max(asked or 0, LONGEST_PAUSE)
            if not self._is_kept:
                self._is_kept = True
                kinds = {KINDS[record.kind] for record in self._records}
                self.spool.notes["kept"] = (
                    f"{' and '.join(kinds)} cannot be sent ({reason}); {self.spool.pending()} records wait in"
                    f" {self.spool.folder}"
                )
        self._not_before = time.monotonic() + max(wait, asked or 0)
