"""The records of one host and key that this process keeps until they are sent.

All that changes it happens under one lock, and never in the middle of another change by the same thread: a call from a
signal handler or a finalizer may come at any moment. What it queues then is written when the outer change is made.
"""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import contextmanager, suppress
from threading import Condition, RLock, get_ident
from typing import TYPE_CHECKING, Any, Final

from humanloop.background.asides import append, asides, reopened
from humanloop.background.entries import NOTHING, Batch, Record, batch_entry, over_entry, record_entry, with_id
from humanloop.background.files import SPOOL, SpoolFile, adopted, create, in_memory, origin
from humanloop.core.background import MEBIBYTE, BackgroundFullError, BackgroundOptions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    from humanloop.background.values import Receipt

_FILE_BYTES: Final = 16 * MEBIBYTE
_MOST_IN_MEMORY: Final = 64 * MEBIBYTE
_DISK_PAUSE: Final = 30.0
"""Seconds between two tries of a disk that is out of order."""
_DROPPED = "dropped: there was no room for it (overflow)"


class Item:
    """Records that are written at once, and what their callers know of them."""

    __slots__ = ("at", "data", "end", "error", "file", "kind", "log", "receipts", "size")

    def __init__(self, kind: bytes, data: Sequence[bytes], receipts: Sequence[Receipt], log: Receipt | None) -> None:
        """Make it.

        Args:
            kind: Of all of them.
            data: What is sent, as JSON.
            receipts: One for each.
            log: What a single feedback is for, if that is a log that was queued.
        """
        self.kind = kind
        self.data = data
        self.receipts = receipts
        self.log = log
        self.at = time.time()
        self.size = sum(map(len, data)) + 64 * len(data)
        self.file: SpoolFile | None = None
        """Where it was written; None until then."""
        self.end = 0
        self.error: OSError | None = None


class Spool:
    """The files of one folder that this process holds. Safe in threads, signal handlers and finalizers."""

    def __init__(self, folder: Path, host: str, options: BackgroundOptions) -> None:
        """Begin; nothing is read or made yet.

        Args:
            folder: Where the files are.
            host: URL of the API.
            options: What the program asks for.
        """
        self.folder = folder
        self.options = options
        self.origin = origin(host)
        self.lock = RLock()
        self.changed = Condition(self.lock)
        """Is notified when something was sent, set aside or dropped."""
        self.files: list[SpoolFile] = []
        """Those with records that wait, the oldest first."""
        self.dropped = self.set_aside = 0
        self.notes: dict[str, str] = {}
        """What is to be said aloud, by its kind."""
        self._current: SpoolFile | None = None
        self._waiting: deque[Item] = deque()
        self._changing = 0
        self._sync_lock, self._adopting = RLock(), RLock()
        self._disk_pause, self._is_troubled = 0.0, False
        self._unwritten: list[tuple[Record, dict[str, Any]]] = []
        """Records that were set aside, and that the disk did not take."""
        self._most = min(options.max_bytes, _FILE_BYTES * 8) // 8

    def may_wait(self) -> bool:
        """Say whether this thread may wait for others: not in the middle of a change of its own."""
        return self._changing != get_ident()

    @contextmanager
    def change(self) -> Generator[None]:
        """Change something; what this thread queues meanwhile is written after it."""
        with self.lock:
            before, self._changing = self._changing, get_ident()
            try:
                yield
            finally:
                self._changing = before
        self._write_waiting()

    def put(self, item: Item) -> None:
        """Queue records. When this has returned, they are in the file, but for a call in the middle of another one.

        Raises:
            BackgroundFullError: There is no room, and nothing is queued.
            OSError: The disk does not take it, and the program wants to know.
        """
        self._check_room(item)
        self._waiting.append(item)
        self._write_waiting()
        if item.error is not None:
            raise item.error
        if self.options.fsync and item.file is not None:
            self._sync(item.file, item.end)

    def pending(self) -> int:
        """Count the records that wait."""
        return sum(file.pending for file in [*self.files]) + sum(len(item.data) for item in [*self._waiting])

    def size(self) -> int:
        """Count the bytes of the files."""
        return sum(file.end for file in [*self.files])

    def in_memory(self) -> int:
        """Count the bytes that the disk did not take."""
        return sum(file.in_memory for file in [*self.files])

    def oldest(self) -> float | None:
        """Say when the oldest record that waits was queued."""
        with self.lock:
            first = (next(file.records(), None) for file in self.files if not file.in_work)
            times = [found[0].at for found in first if found is not None]
            times += [file.oldest for file in self.files if file.in_work and file.oldest is not None]
        return min(times, default=None)

    def adopt(self, folder: Path | None = None, until: float | None = None) -> list[SpoolFile]:
        """Take over the files whose processes are dead, and answer them; meanwhile, calls queue their records.

        Args:
            folder: Where. Default: the one of this host and key.
            until: When to give up, on the monotonic clock.

        Raises:
            TimeoutError: The time is over, and not all is taken over.
        """
        if not self._adopting.acquire(timeout=-1 if until is None else max(0.0, until - time.monotonic())):
            raise TimeoutError
        try:
            return self._adopt(folder or self.folder, until)
        finally:
            self._adopting.release()

    def settle(self, *, now: bool = False) -> None:
        """Write what is in memory to the disk, if there is anything and the disk was not tried lately.

        Args:
            now: Try in any case.
        """
        if not self.in_memory() or (time.monotonic() < self._disk_pause and not now):
            return
        with self.change():
            try:
                for file in self.files:
                    file.settle(self._create)
            except OSError as error:
                self._disk_failed(error)
            else:
                self._disk_pause, self._is_troubled = 0.0, False

    def begin(self, file: SpoolFile, batch: Batch) -> None:
        """Write that records are going to be sent, before they are."""
        with self.change():
            self._append(file, batch_entry(batch))

    def end(self, file: SpoolFile, numbers: Sequence[int], ids: Sequence[str] = (), reason: str = "") -> None:
        """Write that records need not be sent any more, and tell those who wait for them.

        Args:
            file: Where they are.
            numbers: Which.
            ids: Their IDs, if they are logs that are stored.
            reason: Why they are not stored; empty if they are.
        """
        with self.change():
            named = dict(zip(numbers, ids, strict=bool(ids)))
            kept = {number: name for number, name in named.items() if number in file.wanted}
            file.ids |= kept
            file.refused |= dict.fromkeys(numbers, reason) if reason else {}
            for number in numbers:
                receipt = file.receipts.pop(number, None)
                if receipt is not None:
                    receipt.id, receipt.error = named.get(number), reason or None
                    receipt.is_stored = not reason
            file.done += len(numbers)
            if file.pending:
                self._append(file, over_entry(numbers, kept, reason))
            else:
                self._remove(file)
            self.changed.notify_all()

    def put_aside(self, file: SpoolFile, records: Iterable[tuple[Record, str]], status: int) -> None:
        """Keep records that the API does not take, until someone decides about them.

        Args:
            file: Where they are.
            records: Which, each with the reason.
            status: What the API answered.
        """
        found = [(record, _said(status, reason)) for record, reason in records]
        with self.change():
            self._keep_aside(file.stem, found)
        for record, said in found:
            self.end(file, [record.number], reason=said["reason"])

    def asides(self) -> list[tuple[Record, dict[str, Any]]]:
        """List what is set aside in this folder."""
        with self.lock:
            return [*asides(self.folder), *self._unwritten]

    def retry_asides(self) -> int:
        """Queue what is set aside again, and say how many records that is."""
        with self.change():
            files = reopened(self.folder)
            if self._unwritten:
                file = in_memory(self.origin)
                for record, _ in self._unwritten:
                    file.append(record_entry(record), 1, record.number + 1)
                file.wanted = {record.of for record, _ in self._unwritten}
                files.append(file)
                self._unwritten = []
            self.files += files
            return sum(file.pending for file in files)

    def forget(self) -> None:
        """Close all files; the process that has them, or that this one was forked from, goes on with them."""
        for file in self.files:
            file.close()

    def _adopt(self, folder: Path, until: float | None) -> list[SpoolFile]:
        try:
            names = sorted(path.name for path in folder.iterdir() if path.suffix == SPOOL)
        except OSError:
            return []
        made: list[SpoolFile] = []
        mine = {file.path.name for file in [*self.files] if file.path is not None}
        for name in names:
            if until is not None and time.monotonic() >= until:
                raise TimeoutError
            file = None if name in mine else adopted(folder / name, self.origin, self.notes.__setitem__)
            if file is not None:
                with self.change():
                    # They are older than what this process has queued, but for the one that is being sent.
                    place = sum(1 for first in self.files[:1] if first.in_work)
                    self.files.insert(place + len(made), file)
                made.append(file)
        return made

    def _check_room(self, item: Item) -> None:
        options = self.options
        if item.size > options.max_bytes:
            raise BackgroundFullError(f"a record of {item.size} bytes is larger than max_bytes={options.max_bytes}")
        if options.overflow == "drop_oldest" or self._has_room(item):
            return
        if options.overflow == "block" and self.may_wait():
            with self.changed:
                if self.changed.wait_for(lambda: self._has_room(item), options.block_timeout):
                    return
        raise BackgroundFullError(f"{self.pending()} records wait in {self.folder}, and max_bytes is reached")

    def _has_room(self, item: Item) -> bool:
        return (
            self.size() + item.size <= self.options.max_bytes and self.in_memory() + item.size <= _MOST_IN_MEMORY
        ) or not self.files

    def _write_waiting(self) -> None:
        while self._waiting:
            with self.lock:
                if self._changing == get_ident():
                    return  # In the middle of a change: whoever makes it comes here after it.
                self._changing = get_ident()
                try:
                    while self._waiting:
                        self._write(self._waiting[0])
                        self._waiting.popleft()
                finally:
                    self._changing = 0

    def _write(self, item: Item) -> None:
        if item.file is not None or item.error is not None:
            return  # An exception of a signal handler came between the writing and this.
        file, of = self._place(item)
        if file is None:
            return
        records = [Record(item.kind, file.next + place, of, item.at, data) for place, data in enumerate(item.data)]
        written = b"".join(map(record_entry, records))
        for record, receipt in zip(records, item.receipts, strict=True):
            receipt.place = file, record.number
            file.receipts[record.number] = receipt
        try:
            if self.options.require_disk:
                file.settle(self._create)
            file.write(written, must=self.options.require_disk)
        except OSError as error:
            for record, receipt in zip(records, item.receipts, strict=True):
                file.receipts.pop(record.number, None)
                receipt.error = str(error)
            item.error = error
            return
        if not file.pending:
            file.since = time.monotonic()
        item.end = file.end + len(written)
        # No signal is handled between these: the records are there all at once.
        file.end, file.next, file.total, item.file = item.end, file.next + len(records), file.total + len(records), file
        if file.in_memory:
            self._disk_failed(None)

    def _place(self, item: Item) -> tuple[SpoolFile | None, int]:
        """Find the file for records, and the number of the log that they belong to."""
        log = item.log
        if log is not None and log.id is not None:
            item.data = [with_id(item.data[0], log.id)]
        elif log is not None and log.place is not None:
            file, number = log.place
            if log.error is None:
                file.wanted.add(number)
                return file, number
            said = _said(0, f"its log is not stored: {log.error}")
            self._keep_aside(file.stem, [(Record(item.kind, file.next, number, item.at, item.data[0]), said)])
            file.next += 1
            item.file, item.receipts[0].error = file, said["reason"]
            return None, NOTHING
        self._drop_oldest(item)
        file = self._current
        if file is None or file.is_closed or (file.end + item.size > self._most and file.total):
            try:
                file = self._new_file()
            except OSError as error:
                if self.options.require_disk:
                    item.error = error
                    return None, NOTHING
                self._disk_failed(error)
                file = in_memory(self.origin)
            self._current = file
        if file not in self.files:
            self.files.append(file)
        return file, NOTHING

    def _new_file(self) -> SpoolFile:
        file = in_memory(self.origin)
        if time.monotonic() >= self._disk_pause or self.options.require_disk:
            file.settle(self._create)
            if self.options.fsync and hasattr(os, "O_DIRECTORY"):
                descriptor = os.open(self.folder, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        return file

    def _create(self, stem: str) -> tuple[int, Path]:
        return create(self.folder, stem)

    def _drop_oldest(self, item: Item) -> None:
        while not self._has_room(item):
            file = next((file for file in self.files if not file.in_work and file is not self._current), None)
            if file is None:
                return  # Nothing but what is being sent: this one file may be too many.
            self.dropped += file.pending
            for receipt in [*file.receipts.values()]:
                receipt.error = _DROPPED
            self.notes["overflow"] = (
                f"{self.dropped} records were dropped: max_bytes={self.options.max_bytes} is reached"
            )
            self._remove(file)
            self.changed.notify_all()

    def _append(self, file: SpoolFile, data: bytes) -> None:
        file.append(data)
        if file.in_memory:
            self._disk_failed(None)

    def _remove(self, file: SpoolFile) -> None:
        with self._sync_lock:
            file.close(remove=True)
        with suppress(ValueError):
            self.files.remove(file)
        if file is self._current:
            self._current = None

    def _keep_aside(self, stem: str, found: list[tuple[Record, dict[str, Any]]]) -> None:
        self.set_aside += len(found)
        self.notes["aside"] = f"{self.set_aside} records are set aside in {self.folder}: {found[0][1]['reason']}"
        try:
            append(self.folder, stem, self.origin, found)
        except OSError as error:
            self._unwritten += found
            self._disk_failed(error)

    def _sync(self, file: SpoolFile, end: int) -> None:
        """Wait until the disk itself has what was written; threads that wait at the same time share one turn."""
        with self._sync_lock:
            if file.descriptor is None or file.in_memory or file.synced >= end:
                return
            end = file.end
            try:
                (getattr(os, "fdatasync", None) or os.fsync)(file.descriptor)
            except OSError as error:
                if self.options.require_disk:
                    raise
                self._disk_failed(error)
            file.synced = end

    def _disk_failed(self, error: OSError | None) -> None:
        if time.monotonic() >= self._disk_pause:
            self._disk_pause = time.monotonic() + _DISK_PAUSE
        if self._is_troubled:
            return  # It is said already.
        self._is_troubled = True
        said = f" ({error.strerror or error})" if error is not None else ""
        self.notes["disk"] = f"{self.folder} does not take records{said}: they are kept in memory"


def _said(status: int, reason: str) -> dict[str, Any]:
    return {"status": status, "reason": reason, "at": time.time()}
