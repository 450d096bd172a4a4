"""The records of one host and key that this process keeps until they are sent.

All that changes or reads it happens under one lock, and never in the middle of the same by the same thread: a call from
a signal handler or a finalizer may come at any moment. What it queues then is written when the other is done.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Condition, RLock, get_ident
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from humanloop.background import files
from humanloop.background.entries import NOTHING, Batch, Record, batch_entry, over_entry, record_entry, with_id
from humanloop.background.files import SpoolFile, adopted, new_name
from humanloop.background.values import Receipt
from humanloop.core.background import MEBIBYTE, BackgroundFullError, BackgroundOptions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    from humanloop.background.files import Aside

_FILE_BYTES: Final = 16 * MEBIBYTE
_MOST_IN_MEMORY: Final = 64 * MEBIBYTE
_DISK_PAUSE: Final = 30.0
"""Seconds between two tries of a disk that is out of order."""


@dataclass(slots=True)
class _Item:
    """Records that are written at once, and what their callers know of them."""

    kind: bytes
    data: Sequence[bytes]
    receipts: Sequence[Receipt]
    log: Receipt | None
    """What a single feedback is for, if that is a log that was queued."""
    at: float
    file: SpoolFile | None = None
    """Where it was written; None until then."""
    end: int = 0
    error: OSError | None = None


class Spool:
    """The files of one folder that this process holds. Safe in threads, signal handlers and finalizers."""

    def __init__(self, folder: Path, host: str, options: BackgroundOptions) -> None:
        """Begin with the folder for the URL of an API; nothing is read or made yet."""
        self.folder = folder
        self.options = options
        self.origin = files.origin_of(host)
        self.changed = Condition(RLock())
        """The one lock; it is notified when something was sent, set aside or dropped."""
        self._most = min(options.max_bytes, _FILE_BYTES * 8) // 8
        self.files: list[SpoolFile] = []
        """Those with records that wait, the oldest first."""
        self.sent = self.dropped = self.set_aside = self.maybe_twice = 0
        self.notes: dict[str, str] = {}
        """What is to be said aloud, by its kind."""
        self._written: SpoolFile | None = None
        """The file that records go to."""
        self._sent: SpoolFile | None = None
        """The file that is sent: it stays the first, and is not dropped."""
        self._waiting: deque[_Item] = deque()
        self._changing = self.worker = 0
        """The thread that changes or reads something, and the one that sends."""
        self._syncing = RLock()
        self._disk_pause = 0.0
        """Until when, on the monotonic clock, a disk that failed is left in peace; 0 while it is in order."""
        self._unwritten: dict[Path, list[Aside]] = {}
        """What was set aside and the disk did not take, by the files that it belongs in."""
        self._aside_receipts: dict[Path, WeakValueDictionary[int, Receipt]] = {}
        """Those of records that are set aside, by the files that these belong in."""

    def may_wait(self) -> bool:
        """Say whether this thread may wait for others: not where they wait for it, or run no more."""
        return get_ident() not in (self._changing, self.worker) and not sys.is_finalizing()

    @contextmanager
    def change(self) -> Generator[None]:
        """Change or read something; what this thread queues meanwhile is written after it."""
        with self.changed:
            before, self._changing = self._changing, get_ident()
            try:
                yield
            finally:
                self._changing = before
        self._write_waiting()

    def put(self, kind: bytes, data: Sequence[bytes], logs: Sequence[Receipt | None] = ()) -> list[Receipt]:
        """Queue records. When this has returned, they are in the file, but for a call in the middle of another one.

        Args:
            kind: Of all of them.
            data: What is sent, as JSON.
            logs: What each of them is for, where that is a log that was queued: it goes where that one is.

        Raises:
            BackgroundFullError: There is no room, and nothing is queued.
            OSError: The disk does not take it, and the program wants to know.
        """
        if not data:
            return []
        self._check_room(_size(data))
        receipts, at = [Receipt(self.changed, self.may_wait) for _ in data], time.time()
        items = [_Item(kind, data, receipts, None, at)]
        if any(logs):
            items = [_Item(kind, [one], [own], log, at) for one, own, log in zip(data, receipts, logs, strict=True)]
        for item in items:
            self._waiting.append(item)
            self._write_waiting()
            if item.error is not None:
                raise item.error
            if self.options.fsync and item.file is not None:
                self._sync(item.file, item.end)
        return receipts

    def pending(self) -> int:
        """Count the records that wait."""
        return sum(file.pending for file in [*self.files]) + sum(len(item.data) for item in [*self._waiting])

    def size(self) -> int:
        """Count the bytes of the files."""
        return sum([file.held.end for file in [*self.files]])

    def in_memory(self) -> int:
        """Count the bytes that the disk did not take."""
        return sum([file.in_memory for file in [*self.files]])

    def oldest_age(self) -> float | None:
        """Say how many seconds the oldest record has waited."""
        with self.change():
            first = [next(file.records(), None) for file in self.files]
        times = [found[0].at for found in first if found is not None]
        return max(0.0, time.time() - min(times)) if times else None

    def next(self) -> SpoolFile | None:
        """Find the file to send: the oldest with records that wait, until all of them are over."""
        with self.change():
            if self._sent is None or self._sent.is_closed:
                self._sent = next((file for file in self.files if file.pending), None)
            return self._sent

    def adopt(self, folder: Path | None = None, *, of_any_host: bool = False) -> None:
        """Take over the files whose processes are dead; meanwhile, calls queue their records.

        Args:
            folder: Of another key, under which what was tried may be there already. Default: the own one.
            of_any_host: Whether they were for this host whatever its URL was then.
        """
        mine, place = {file.path for file in [*self.files]}, 0
        origin = {**self.origin, "host": None} if of_any_host else self.origin
        for path in sorted((folder or self.folder).glob(f"*{files.SPOOL}")):
            file = None if path in mine else adopted(path, origin, self.notes.__setitem__)
            if file is None:
                continue
            file.is_adopted = True
            if folder is not None and file.held.batch is not None:
                self.maybe_twice += len(file.held.batch.numbers)
                file.held.batch = None
            with self.change():
                # They are older than what this process has queued, but for the one that is being sent.
                self.files.insert(place + (self.files[:1] == [self._sent]), file)
            place += 1

    def settle(self, *, now: bool = False) -> None:
        """Write what is in memory to the disk, if the disk was not tried lately, or `now`."""
        if not (self.in_memory() or self._unwritten) or (time.monotonic() < self._disk_pause and not now):
            return
        with self.change():
            try:
                for file in self.files:
                    file.settle()
                for path in [*self._unwritten]:
                    files.set_aside(path, self.origin, self._unwritten[path], self.notes.__setitem__)
                    del self._unwritten[path]
                self._disk_pause = 0.0
            except OSError as error:
                self._disk_failed(error)

    def begin(self, file: SpoolFile, batch: Batch) -> None:
        """Write that records are going to be sent, before they are."""
        with self.change():
            self._append(file, batch_entry(batch))
            file.held.batch = batch

    def end(self, file: SpoolFile, numbers: Sequence[int], ids: Sequence[str] = (), reason: str = "") -> None:
        """Write that records of a file are over, and tell those who wait: their IDs, or why they are not stored."""
        with self.change():
            named = dict(zip(numbers, ids, strict=bool(ids)))
            kept = {number: name for number, name in named.items() if number in file.held.wanted}
            file.held.finish(numbers, kept, reason)
            for number in numbers:
                receipt = file.receipts.pop(number, None)
                if receipt is not None:
                    receipt.id, receipt.error, receipt.is_stored = named.get(number), reason or None, not reason
            if file.pending:
                self._append(file, over_entry(numbers, kept, reason))
            else:
                self._remove(file)
            self.changed.notify_all()

    def put_aside(self, file: SpoolFile, records: Sequence[tuple[Record, str]], status: int) -> None:
        """Keep records of a file that the API does not take, each with the reason, until someone decides about them."""
        with self.change():
            self._keep_aside(file, [(record, _said(status, reason)) for record, reason in records])
            for record, reason in records:
                self.end(file, [record.number], reason=reason)

    def put_lost_aside(self, file: SpoolFile, records: Iterable[Record]) -> bool:
        """Put feedback aside whose logs are over and not stored, and say whether there is any."""
        held = file.held
        lost = [record for record in records if record.of >= 0 and record.of not in held.ids]
        reasons = [held.over.get(record.of) or "it is not here any more" for record in lost]
        if lost:
            said = [f"its log is not stored: {reason}" for reason in reasons]
            self.put_aside(file, [*zip(lost, said, strict=True)], 0)
        return bool(lost)

    def asides(self) -> list[Aside]:
        """List what is set aside in this folder, and what is said of it."""
        with self.change():
            return [*files.asides(self.folder), *(one for found in self._unwritten.values() for one in found)]

    def retry_asides(self) -> int:
        """Queue what is set aside again, and say how many records that is."""
        with self.change():
            for file in [*self.files]:
                if any(file.held.over.get(number) for number in file.held.wanted):
                    # Feedback that still waits goes with its log: it finds it nowhere else.
                    self.put_lost_aside(file, [one for one, _ in file.records() if one.of in file.held.over])
            again = files.reopened(self.folder, self.origin, self.notes.__setitem__)
            for path, found in self._unwritten.items():
                records = [record for record, _ in found]
                again.append((path, SpoolFile.begin(path.with_name(new_name()), self.origin, records)))
            self._unwritten = {}
            for path, file in again:
                self.files.append(file)
                file.receipts = self._aside_receipts.pop(path, file.receipts)
                for number, receipt in file.receipts.items():
                    receipt.error, receipt.place = None, (file, number)
            return sum(file.pending for _, file in again)

    def forget(self) -> None:
        """Close all files; the process that has them, or that this one was forked from, goes on with them."""
        for file in self.files:
            file.close()
        self.files.clear()

    def _check_room(self, size: int) -> None:
        options = self.options
        if size > options.max_bytes:
            raise BackgroundFullError(f"a record of {size} bytes is larger than max_bytes={options.max_bytes}")
        if options.overflow == "drop_oldest" or self._has_room(size):
            return
        if options.overflow == "block":
            if not self.may_wait():
                return  # Who makes room waits for this thread: it is more than there is room for, but not lost.
            with self.changed:
                if self.changed.wait_for(lambda: self._has_room(size), options.block_timeout):
                    return
        raise BackgroundFullError(f"{self.pending()} records wait in {self.folder}, and max_bytes is reached")

    def _has_room(self, size: int) -> bool:
        is_within = self.size() + size <= self.options.max_bytes and self.in_memory() + size <= _MOST_IN_MEMORY
        return is_within or not self.files

    def _write_waiting(self) -> None:
        while self._waiting:
            with self.changed:
                if self._changing == get_ident():
                    return  # In the middle of a change: whoever makes it comes here after it.
                self._changing = get_ident()
                try:
                    while self._waiting:
                        self._write(self._waiting[0])
                        self._waiting.popleft()
                finally:
                    self._changing = 0

    def _write(self, item: _Item) -> None:
        if item.file is not None or item.error is not None:
            return  # An exception of a signal handler came between the writing and this.
        must = self.options.require_disk
        try:
            file, of = self._place(item)
            if file is None:
                return
            if must:
                file.settle()
            held, first = file.held, file.held.next
            records = [Record(item.kind, first + place, of, item.at, data) for place, data in enumerate(item.data)]
            written = b"".join(map(record_entry, records))
            for record, receipt in zip(records, item.receipts, strict=True):
                receipt.place = file, record.number
                file.receipts[record.number] = receipt
            file.write(written, must=must)
        except OSError as error:
            item.error = error
            for receipt in item.receipts:
                receipt.error = str(error)
            return
        item.end = held.end + len(written)
        # No signal is handled between these: the records are there all at once.
        held.end, held.next, held.total, item.file = item.end, first + len(records), held.total + len(records), file
        if file.in_memory:
            self._disk_failed(None)

    def _place(self, item: _Item) -> tuple[SpoolFile | None, int]:
        """Find the file for records, and the number of the log that they belong to; no file if they are set aside."""
        log = item.log
        if log is not None and log.id is not None:
            item.data = [with_id(item.data[0], log.id)]
        elif log is not None and log.place is not None:
            file, number = log.place
            if log.error is None:
                file.held.wanted.add(number)
                return file, number
            reason = f"its log is not stored: {log.error}"
            record = Record(item.kind, file.held.next, number, item.at, item.data[0])
            file.receipts[record.number] = item.receipts[0]
            self._keep_aside(file, [(record, _said(0, reason))])
            file.held.next += 1
            item.file, item.receipts[0].error = file, reason
            return None, NOTHING
        return self._with_room(_size(item.data)), NOTHING

    def _with_room(self, size: int) -> SpoolFile:
        """Find or begin the file that takes records of so many bytes."""
        self._drop_oldest(size)
        file = self._written
        if file is None or file.is_closed or (file.held.end + size > self._most and file.held.total):
            file = self._written = SpoolFile.begin(self.folder / new_name(), self.origin)
            if time.monotonic() >= self._disk_pause or self.options.require_disk:
                self._on_disk(file)
        if file not in self.files:
            self.files.append(file)
        return file

    def _on_disk(self, file: SpoolFile) -> None:
        """Make a file that begins, in its folder."""
        try:
            file.settle()
            if self.options.fsync and hasattr(os, "O_DIRECTORY"):
                descriptor = os.open(self.folder, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        except OSError as error:
            if self.options.require_disk:
                raise
            self._disk_failed(error)

    def _drop_oldest(self, size: int) -> None:
        # With another `overflow` nothing is dropped: where threads came at once, each saw room, and it is a bit more.
        while self.options.overflow == "drop_oldest" and not self._has_room(size):
            file = next((one for one in self.files if one not in (self._sent, self._written)), None)
            if file is None:
                return  # Nothing but what is being sent: this one file may be too many.
            self.dropped += file.pending
            for receipt in [*file.receipts.values()]:
                receipt.error = "dropped: there was no room for it (overflow)"
            most = self.options.max_bytes
            self.notes["overflow"] = f"{self.dropped} records were dropped: max_bytes={most} is reached"
            self._remove(file)
            self.changed.notify_all()

    def _append(self, file: SpoolFile, data: bytes) -> None:
        file.append(data)
        if file.in_memory:
            self._disk_failed(None)

    def _remove(self, file: SpoolFile) -> None:
        file.close(remove=True)
        with suppress(ValueError):
            self.files.remove(file)

    def _keep_aside(self, file: SpoolFile, found: list[Aside]) -> None:
        self.set_aside += len(found)
        self.notes["aside"] = f"{self.set_aside} records are set aside in {self.folder}: {found[0][1]['reason']}"
        path = self.folder / file.path.with_suffix(files.ASIDE).name
        receipts = self._aside_receipts.setdefault(path, WeakValueDictionary())
        for record, _ in found:
            if (receipt := file.receipts.get(record.number)) is not None:
                receipts[record.number] = receipt
        try:
            files.set_aside(path, self.origin, found, self.notes.__setitem__)
        except OSError as error:
            self._unwritten.setdefault(path, []).extend(found)
            self._disk_failed(error)

    def _sync(self, file: SpoolFile, end: int) -> None:
        """Wait until the disk itself has what was written; threads that wait at the same time share one turn."""
        with self._syncing:
            descriptor = file.descriptor
            if descriptor is None or file.in_memory or file.synced >= end:
                return
            end = file.held.end
            try:
                (getattr(os, "fdatasync", None) or os.fsync)(descriptor)
            except OSError as error:
                if file.is_closed:
                    return  # Its records are over. Who closes a file has the lock, and must not wait for a sync.
                if self.options.require_disk:
                    raise
                self._disk_failed(error)
            file.synced = end

    def _disk_failed(self, error: OSError | None) -> None:
        is_new, now = not self._disk_pause, time.monotonic()
        if now >= self._disk_pause:
            self._disk_pause = now + _DISK_PAUSE
        if is_new:
            said = f" ({error.strerror or error})" if error is not None else ""
            self.notes["disk"] = f"{self.folder} does not take records{said}: they are kept in memory"


def _size(data: Sequence[bytes]) -> int:
    """Count the bytes that records take, about."""
    return sum(map(len, data)) + 64 * len(data)


def _said(status: int, reason: str) -> dict[str, Any]:
    return {"status": status, "reason": reason, "at": time.time()}
