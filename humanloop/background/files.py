"""Files that records wait in: made, locked, written, read, taken over, given up."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from humanloop.background.entries import (
    KINDS,
    MAGIC,
    ORIGIN,
    Contents,
    Record,
    UnknownFormatError,
    contents,
    entries,
    json_entry,
    record_entry,
    to_record,
)
from humanloop.core.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from humanloop.background.values import Receipt

SPOOL, ASIDE, DAMAGED = ".spool", ".aside", ".damaged"
_FOREIGN_AGE = 3600.0
"""Seconds after which a file of another machine counts as left: locks do not reach across all shared folders."""
_PIECE = 65536
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class SpoolFile:
    """A file of records that this process holds. What the disk does not take is kept in memory, as its tail."""

    def __init__(self, path: Path, descriptor: int | None, held: Contents) -> None:
        """Take it as it is.

        Args:
            path: Where it is, or is to be.
            descriptor: The open, locked file; None as long as it is in memory only.
            held: What it says.
        """
        self.path = path
        self.descriptor = descriptor
        self.held = held
        self.settled = self.cursor = len(MAGIC)
        """Up to where all records are over, and up to where they were chosen to be sent before those that follow."""
        self.receipts: WeakValueDictionary[int, Receipt] = WeakValueDictionary()
        self.is_closed = False
        self.synced = 0
        self._tail = bytearray()
        self._on_disk = held.end

    @classmethod
    def begin(cls, path: Path, origin: dict[str, Any], records: Iterable[Record] = ()) -> SpoolFile:
        """Begin a file, in memory until `settle` finds a disk."""
        data = b"".join([MAGIC, json_entry(ORIGIN, origin), *map(record_entry, records)])
        made = cls(path, None, Contents(end=0))
        made.write(data)
        made.held = contents(data)
        return made

    @property
    def pending(self) -> int:
        """Records that are still to be sent."""
        return self.held.pending

    @property
    def in_memory(self) -> int:
        """Bytes that the disk did not take."""
        return len(self._tail)

    def write(self, data: bytes, *, must: bool = False) -> None:
        """Write at the end; `held.end` is moved by the caller, and until then a second try overwrites the first.

        Args:
            data: What to write.
            must: Whether an error of the disk is raised; otherwise memory takes what the disk does not.

        Raises:
            OSError: The disk does not take it.
        """
        end = self.held.end
        if self.descriptor is not None and not self._tail:
            try:
                put(self.descriptor, data, end)
                return
            except OSError:
                if must:
                    raise
                self._on_disk = end
        elif must:
            raise OSError(f"the records before could not be written to {self.path}")
        self._tail[end - self._on_disk :] = data

    def append(self, data: bytes) -> None:
        """Write entries at the end, in memory if the disk does not take them."""
        self.write(data)
        self.held.end += len(data)

    def settle(self) -> None:
        """Write what is in memory to the disk.

        Raises:
            OSError: The disk does not take it.
        """
        if not self._tail:
            return
        if self.descriptor is None:
            self.descriptor, self.path = create(self.path)
        put(self.descriptor, bytes(self._tail), self._on_disk)
        self._tail = bytearray()

    def records(self, end: int | None = None) -> Iterator[tuple[Record, int]]:
        """Read the records that are not over, each with the place after it.

        Args:
            end: Where to stop. Default: the end of the file.
        """
        start, ahead, end = self.settled, _PIECE, self.held.end if end is None else end
        while start < end:
            last = 0
            for kind, last, payload in entries(self._read(start, min(ahead, end - start))):
                if kind in KINDS:
                    record = to_record(kind, payload)
                    if record.number not in self.held.over:
                        yield record, start + last
            ahead = ahead if last else ahead * 2  # A record that is longer than the piece.
            start += last

    def close(self, *, remove: bool = False) -> None:
        """Give the file up, and with it the lock."""
        self.is_closed = True
        descriptor, self.descriptor = self.descriptor, None
        if descriptor is None:
            return
        if remove:
            self._unlink()  # While it is locked: nobody may find it.
        with suppress(OSError):
            os.close(descriptor)
        if remove and sys.platform == "win32":
            self._unlink()  # It removes no open file.

    def _unlink(self) -> None:
        with suppress(OSError):
            self.path.unlink()

    def _read(self, start: int, size: int) -> bytes:
        on_disk = self._on_disk if self._tail else self.held.end
        found = b""
        if self.descriptor is not None and start < on_disk:
            wanted = min(size, on_disk - start)
            found = read(self.descriptor, start, wanted)
            if len(found) < wanted:
                raise OSError(f"{self.path} is shorter than what was written")
        first = start + len(found) - on_disk
        return found + self._tail[first : first + size - len(found)] if len(found) < size else found


def put(descriptor: int, data: bytes, at: int) -> None:
    """Write all of it, or nothing."""
    try:
        os.lseek(descriptor, at, os.SEEK_SET)
        done = os.write(descriptor, data)
        while done < len(data):
            done += os.write(descriptor, data[done:])
    except BaseException:
        # A full disk takes a part, and a signal may come in between: what is torn does not stay.
        with suppress(OSError):
            os.ftruncate(descriptor, at)
        raise


def read(descriptor: int, start: int, size: int) -> bytes:
    """Read a part of a file, less at its end."""
    os.lseek(descriptor, start, os.SEEK_SET)
    pieces: list[bytes] = []
    while size > 0 and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def new_name() -> str:
    """Name a new file, so that names sort by age."""
    return f"{time.time_ns()}-{os.getpid()}-{token_hex(4)}{SPOOL}"


def create(path: Path) -> tuple[int, Path]:
    """Make a file that only this user may read, and lock it.

    Returns:
        The open file, and its path: another one, where another process took the first for one that was left.

    Raises:
        OSError: The folder cannot be made, is another user's, or takes no file.
    """
    for place in (path.parent.parent, path.parent):
        try:
            place.mkdir(0o700, parents=True)
            place.chmod(0o700)
        except FileExistsError:
            found = place.lstat()
            if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
                raise PermissionError(f"{place} is not a folder of this user") from None
    while (descriptor := opened(path, os.O_CREAT | os.O_EXCL)) is None:
        path = path.with_name(new_name())
    return descriptor, path


def opened(path: Path, flags: int = 0) -> int | None:
    """Open and lock a file; None if another process holds or has just moved it, or it is no file of this user.

    Args:
        path: The file.
        flags: Whether it may or must be made.

    Raises:
        OSError: It cannot be opened.
    """
    descriptor = os.open(path, _FLAGS | flags, 0o600)
    try:
        found = os.fstat(descriptor)
        if stat.S_ISREG(found.st_mode) and _is_own(found) and try_lock(descriptor) and _is_at(path, found):
            if flags & os.O_CREAT and hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o600)  # Whatever the umask is.
            return descriptor
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def take(path: Path) -> int | None:
    """Open and lock a file that no living process holds; None if there is none of that kind."""
    try:
        return opened(path)
    except OSError:
        return None


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _is_at(path: Path, found: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.lstat(), found)
    except OSError:
        return False


def adopted(path: Path, origin: dict[str, Any], note: Callable[[str, str], None]) -> SpoolFile | None:
    """Take a file over that its process left; None if it is held, not for this process, or holds nothing.

    Args:
        path: The file.
        origin: Where files of this process come from.
        note: Takes what is to be said of it: a kind, and a sentence.
    """
    descriptor = take(path)
    if descriptor is None:
        return None
    try:
        held = _usable(path, descriptor, origin, note)
    except UnknownFormatError:
        note("unknown", f"{path} is of another version and is left alone")
        held = None
    except OSError as error:
        note("disk", f"{path} cannot be taken over: {error.strerror or error}")
        held = None
    if held is None:
        os.close(descriptor)
        return None
    made = SpoolFile(path, descriptor, held)
    if held.pending:
        return made
    made.close(remove=True)
    return None


def _usable(path: Path, descriptor: int, origin: dict[str, Any], note: Callable[[str, str], None]) -> Contents | None:
    """Read what is whole of a file and cut the rest; None if another machine may still hold it."""
    found = os.fstat(descriptor)
    data = read(descriptor, 0, found.st_size)
    held = contents(data)
    is_foreign = held.origin and set(origin["machine"]).isdisjoint(held.origin.get("machine", ()))
    if is_foreign and time.time() - found.st_mtime < _FOREIGN_AGE:
        return None
    if held.is_damaged:
        # Copied whole; doing it again after a crash changes nothing.
        damaged = path.with_suffix(DAMAGED)
        with os.fdopen(os.open(damaged, _FLAGS | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
            copy.write(data)
        note(
            "damaged",
            f"{damaged} is damaged: {held.total} records before the damage are used,"
            f" {len(data) - held.end} bytes from there on are not",
        )
    if held.end < len(data):
        os.ftruncate(descriptor, held.end)
    return held
