"""Files that records wait in, and the folder that they are in: made, locked, read, given up."""

from __future__ import annotations

import os
import platform
import stat
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
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
    to_record,
)
from humanloop.background.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.background.values import Receipt

SPOOL, ASIDE, DAMAGED = ".spool", ".aside", ".damaged"
HOOK = "hook"
"""Stands for the digest of the key where keys change with every call."""
_FOREIGN_AGE = 3600.0
"""Seconds after which a file of another machine counts as left: locks do not reach across all shared folders."""
_PIECE = 65536
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_MACHINE = (Path("/etc/machine-id"), Path("/proc/sys/kernel/random/boot_id"))


def root_of(directory: str | os.PathLike[str] | None) -> Path:
    """Find the folder that all records of this user wait below.

    Args:
        directory: What the program says; else `HUMANLOOP_SPOOL` counts, then the platform's folder for such things.
    """
    given = directory or os.environ.get("HUMANLOOP_SPOOL")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "humanloop" / "spool"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "humanloop" / "spool"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "humanloop" / "spool"


def folder_name(host: str, key: str | None) -> str:
    """Name the folder of a host and a key; the key cannot be found from it.

    Args:
        host: URL of the API.
        key: The API key; None if a hook makes a new one for every call.
    """
    name = (urlsplit(host).hostname or "host").replace(":", "_")
    digest = HOOK if key is None else sha256(f"{host}\0{key}".encode()).hexdigest()[:12]
    return f"{name}-{digest}"


def origin(host: str) -> dict[str, Any]:
    """Say where files of this process come from: the machine, by all names that it has, and the API."""
    names = [path.read_text("ascii").strip() for path in _MACHINE if path.is_file()]
    return {"machine": [name for name in names if name] or [platform.node()], "host": host}


class SpoolFile:
    """A file of records that this process holds. What the disk does not take is kept in memory."""

    def __init__(self, path: Path | None, descriptor: int | None, held: Contents) -> None:
        """Take it as it is.

        Args:
            path: Where it is; None if it is in memory only.
            descriptor: The open, locked file.
            held: What it says.
        """
        self.path = path
        self.descriptor = descriptor
        self.stem = path.stem if path is not None else new_stem()
        self.end = held.end
        """Where the next entry goes."""
        self.total = held.total
        self.next = held.next
        """Number of the next record."""
        self.done = len(held.over)
        self.ids = held.ids
        self.refused = held.refused
        self.skipped = held.over
        """Records that are not to be taken."""
        self.oldest: float | None = None
        """When the first of the records that are being sent was queued."""
        self.since = 0.0
        """Since when, on the monotonic clock, records wait for others to be sent with."""
        self.batch = held.batch
        """What another process tried to send."""
        self.wanted = held.wanted
        """Logs whose ID a feedback in this file waits for."""
        self.receipts: WeakValueDictionary[int, Receipt] = WeakValueDictionary()
        self.cursor = self.settled = len(MAGIC)
        """Up to where records were taken, and up to where they are all over."""
        self.in_work = False
        self.is_closed = False
        self.synced = 0
        self._tail = bytearray()
        self._on_disk = self.end

    @property
    def pending(self) -> int:
        """Records that are still to be sent."""
        return self.total - self.done

    @property
    def in_memory(self) -> int:
        """Bytes that the disk did not take."""
        return len(self._tail)

    def write(self, data: bytes, *, must: bool = False) -> None:
        """Write at the end; `end` is moved by the caller, and until then a second try overwrites the first.

        Args:
            data: What to write.
            must: Whether an error of the disk is raised; otherwise memory takes what the disk does not.

        Raises:
            OSError: The disk does not take it.
        """
        if self.descriptor is not None and not self._tail:
            try:
                _put(self.descriptor, data, self.end)
                return
            except OSError:
                if must:
                    raise
        elif must:
            raise OSError(f"the records before could not be written to {self.path or 'the spool'}")
        if not self._tail:
            self._on_disk = 0 if self.descriptor is None else self.end
        self._tail[self.end - self._on_disk :] = data

    def append(self, data: bytes, records: int = 0, following: int = 0) -> None:
        """Write entries at the end, in memory if the disk does not take them.

        Args:
            data: The entries.
            records: How many of them are records.
            following: Number after theirs.
        """
        self.write(data)
        self.end += len(data)
        self.total += records
        self.next = max(self.next, following)

    def settle(self, make: Callable[[str], tuple[int, Path]]) -> None:
        """Write what is in memory to the disk.

        Args:
            make: Makes a file for one that is in memory only.

        Raises:
            OSError: The disk does not take it.
        """
        if not self._tail:
            return
        if self.descriptor is None:
            self.descriptor, self.path = make(self.stem)
        _put(self.descriptor, bytes(self._tail), self._on_disk)
        self._tail = bytearray()

    def read(self, start: int, size: int) -> bytes:
        """Read a part, up to the end."""
        size = min(size, self.end - start)
        on_disk = self._on_disk if self._tail else self.end
        found = b""
        if self.descriptor is not None and start < on_disk:
            os.lseek(self.descriptor, start, os.SEEK_SET)
            found = _read(self.descriptor, min(size, on_disk - start))
            if len(found) < min(size, on_disk - start):
                raise OSError(f"{self.path} is shorter than what was written")
        rest = size - len(found)
        if rest > 0:
            first = start + len(found) - self._on_disk
            found += self._tail[first : first + rest]
        return found

    def records(self, ahead: int = _PIECE) -> Iterator[tuple[Record, int]]:
        """Read the records from the cursor on that are not over, each with the place after it."""
        start = self.cursor
        while start < self.end:
            data = self.read(start, ahead)
            last = 0
            for kind, last, payload in entries(data):
                if kind in KINDS:
                    record = to_record(kind, payload)
                    if record.number not in self.skipped:
                        yield record, start + last
            ahead = ahead if last else ahead * 2  # A record that is longer than the piece.
            start += last

    def close(self, *, remove: bool = False) -> None:
        """Give the file up, and with it the lock."""
        self.is_closed = True
        descriptor, self.descriptor = self.descriptor, None
        # Windows removes no open file; elsewhere nobody may find it unlocked.
        if remove and self.path is not None and sys.platform != "win32":
            with suppress(OSError):
                self.path.unlink()
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)
        if remove and self.path is not None and sys.platform == "win32":
            with suppress(OSError):
                self.path.unlink()


def _put(descriptor: int, data: bytes, at: int) -> None:
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


def new_stem() -> str:
    """Name a new file, so that names sort by age."""
    return f"{time.time_ns()}-{os.getpid()}-{token_hex(4)}"


def in_memory(said: dict[str, Any]) -> SpoolFile:
    """Begin a file that is in memory until `settle` finds a disk."""
    made = SpoolFile(None, None, Contents(end=0))
    head = MAGIC + json_entry(ORIGIN, said)
    made.write(head)
    made.end = len(head)
    return made


def create(folder: Path, stem: str, suffix: str = SPOOL) -> tuple[int, Path]:
    """Make a file that only this user may read, and lock it.

    Raises:
        OSError: The folder cannot be made, is another user's, or takes no file.
    """
    for place in (folder.parent, folder):
        _own_folder(place)
    while True:
        path = folder / f"{stem}{suffix}"
        descriptor = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, 0o600)
            if try_lock(descriptor) and _is_at(path, descriptor):
                return descriptor, path
        except BaseException:
            os.close(descriptor)
            raise
        # Another process found it before it was locked, and took it for one that was left.
        os.close(descriptor)
        stem = new_stem()


def _own_folder(place: Path) -> None:
    """Make a folder, or check that an existing one is this user's own."""
    try:
        place.mkdir(0o700, parents=True)
        place.chmod(0o700)
    except FileExistsError:
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
            raise PermissionError(f"{place} is not a folder of this user") from None


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _is_at(path: Path, descriptor: int) -> bool:
    """Say whether an open file is still the one of that name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except OSError:
        return False


def _read(descriptor: int, size: int) -> bytes:
    pieces: list[bytes] = []
    while size > 0 and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def take(path: Path) -> int | None:
    """Open and lock a file that no living process holds; None if there is none of that kind."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and _is_own(found) and try_lock(descriptor) and _is_at(path, descriptor):
        return descriptor
    os.close(descriptor)
    return None


def adopted(path: Path, said: dict[str, Any], note: Callable[[str, str], None]) -> SpoolFile | None:
    """Take a file over that its process left; None if it is held, not for this process, or holds nothing.

    Args:
        path: The file.
        said: Where files of this process come from.
        note: Takes what is to be said of it: a kind, and a sentence.
    """
    descriptor = take(path)
    if descriptor is None:
        return None
    try:
        found = os.fstat(descriptor)
        data = _read(descriptor, found.st_size)
        held = contents(data)
        foreign = held.origin and set(said["machine"]).isdisjoint(held.origin.get("machine", ()))
        if foreign and time.time() - found.st_mtime < _FOREIGN_AGE:
            os.close(descriptor)
            return None
        if held.is_damaged:
            _keep_damaged(path, data)
            kept = len(data) - held.end
            note(
                "damaged",
                f"{path.with_suffix(DAMAGED)} is damaged: {held.total} records before the damage are used,"
                f" {kept} bytes from there on are not",
            )
        if held.end < len(data):
            os.ftruncate(descriptor, held.end)
    except UnknownFormatError:
        os.close(descriptor)
        note("unknown", f"{path} is of another version and is left alone")
        return None
    except OSError as error:
        os.close(descriptor)
        note("disk", f"{path} cannot be taken over: {error.strerror or error}")
        return None
    made = SpoolFile(path, descriptor, held)
    if not held.pending:
        made.close(remove=True)
        return None
    return made


def _keep_damaged(path: Path, data: bytes) -> None:
    """Copy a damaged file whole; doing it again after a crash changes nothing."""
    descriptor = os.open(path.with_suffix(DAMAGED), _FLAGS | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _put(descriptor, data, 0)
    finally:
        os.close(descriptor)
