"""Files that records wait in, and their folders: named, made, locked, written, read, taken over, given up."""

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

from humanloop.background import entries
from humanloop.background.entries import MAGIC, Contents, Record, contents
from humanloop.core.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from humanloop.background.values import Receipt

    Aside = tuple[Record, dict[str, Any]]

SPOOL, ASIDE, DAMAGED = ".spool", ".aside", ".damaged"
_HOOK = "hook"
"""Stands for the digest of the key where keys change with every call."""
_MACHINE = (Path("/etc/machine-id"), Path("/proc/sys/kernel/random/boot_id"))
_FOREIGN_AGE = 3600.0
"""Seconds after which a file of another machine counts as left: locks do not reach across all shared folders."""
_PATIENCE = 1.0
"""Seconds to wait for another process that has the same file in hand."""
_PIECE = 65536
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def root_of(directory: str | os.PathLike[str] | None) -> Path:
    """Find the folder that all records of this user wait below: the given one, `HUMANLOOP_SPOOL`, or the platform's.

    It stays the same when the program goes to another working directory later.
    """
    given = directory or os.environ.get("HUMANLOOP_SPOOL")
    if given:
        return Path(given).absolute()
    if sys.platform == "win32":
        state = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        state = Path.home() / "Library" / "Application Support"
    else:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return state.absolute() / "humanloop" / "spool"


def folder_name(host: str, key: str | None) -> str:
    """Name the folder of a host and a key, which cannot be found from it; None if a hook makes keys for every call."""
    name = (urlsplit(host).hostname or "host").replace(":", "_")
    digest = _HOOK if key is None else sha256(f"{host}\0{key}".encode()).hexdigest()[:12]
    return f"{name}-{digest}"


def new_name() -> str:
    """Name a new file, so that names sort by age."""
    return f"{time.time_ns()}-{os.getpid()}-{token_hex(4)}{SPOOL}"


def origin_of(host: str | None) -> dict[str, Any]:
    """Say where files of this process come from: the machine, by all names that it has, and the API, None for any."""
    names = [path.read_text("ascii").strip() for path in _MACHINE if path.is_file()]
    return {"machine": [name for name in names if name] or [platform.node()], "host": host}


class SpoolFile:
    """A file of records that this process holds. What the disk does not take is kept in memory, as its tail."""

    def __init__(self, path: Path, descriptor: int | None, held: Contents) -> None:
        """Take it as it is: where, open and locked unless it is in memory only, and what it says."""
        self.path = path
        self.descriptor = descriptor
        self.held = held
        self.chosen: list[list[Record]] = []
        """What is sent before the records that follow, batch by batch; one that was begun is the first."""
        self.settled = self.cursor = len(MAGIC)
        """Up to where all records are over, and up to where they were chosen."""
        self.receipts: WeakValueDictionary[int, Receipt] = WeakValueDictionary()
        self.is_adopted = self.is_closed = False
        self.synced = 0
        self._tail = bytearray()
        self._on_disk = held.end

    @classmethod
    def begin(cls, path: Path, origin: dict[str, Any], records: Iterable[Record] = ()) -> SpoolFile:
        """Begin a file, in memory until `settle` finds a disk."""
        data = entries.head(origin) + b"".join(map(entries.record_entry, records))
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

        Raises:
            OSError: The disk does not take it, and it must; else memory does.
        """
        end = self.held.end
        if self.descriptor is not None and not self._tail:
            try:
                _put(self.descriptor, data, end)
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
        """Write what is in memory to the disk, which raises an `OSError` if it does not take it."""
        if not self._tail:
            return
        if self.descriptor is None:
            self.descriptor, self.path = _create(self.path)
        _put(self.descriptor, bytes(self._tail), self._on_disk)
        self._tail = bytearray()

    def records(self) -> Iterator[tuple[Record, int]]:
        """Read the records that are not over, each with the place after it."""
        start, ahead = self.settled, _PIECE
        while start < self.held.end:
            last = 0
            for kind, last, payload in entries.entries(self._read(start, min(ahead, self.held.end - start))):
                if kind in entries.KINDS:
                    record = entries.to_record(kind, payload)
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
        """Read from the disk or from memory: no entry is in both."""
        if self._tail and start >= self._on_disk:
            return bytes(self._tail[start - self._on_disk :][:size])
        if self.descriptor is None:
            raise OSError(f"{self.path} was given up")
        os.lseek(self.descriptor, start, os.SEEK_SET)
        found = os.read(self.descriptor, size)
        if len(found) < min(size, (self._on_disk if self._tail else self.held.end) - start):
            raise OSError(f"{self.path} is shorter than what was written")
        return found


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


def _create(path: Path) -> tuple[int, Path]:
    """Make a file that only this user may read; it gets another name where a process took it for one that was left."""
    _make_folder(path.parent)
    while (descriptor := _opened(path, os.O_CREAT | os.O_EXCL)) is None:
        path = path.with_name(new_name())
    return descriptor, path


def _make_folder(folder: Path) -> None:
    """Make a folder and the root above it, or check that they are this user's own."""
    for place in (folder.parent, folder):
        try:
            place.mkdir(0o700, parents=True)
            place.chmod(0o700)
        except FileExistsError:
            found = place.lstat()
            if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
                raise PermissionError(f"{place} is not a folder of this user") from None


def _opened(path: Path, flags: int = 0) -> int | None:
    """Open and lock a file; None if another process holds or has just moved it, or it is no file of this user."""
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
        return _opened(path)
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
    """Take a file over that nobody holds; None if it is held, for another machine or API, or holds nothing.

    Args:
        path: The file.
        origin: Where files of this process come from.
        note: Takes what is to be said of it: a kind, and a sentence.
    """
    made, descriptor = None, take(path)
    if descriptor is None:
        return None
    try:
        data = path.read_bytes()
        held = contents(data)
        # What is set aside is held by nobody, on no machine.
        is_left = path.suffix == ASIDE or not held.origin
        is_foreign = not is_left and set(origin["machine"]).isdisjoint(held.origin.get("machine", ()))
        # The names of folders do not say all of the URL.
        is_for_here = len({held.origin.get("host"), origin["host"]} - {None}) < 2
        if is_for_here and (not is_foreign or time.time() - os.fstat(descriptor).st_mtime >= _FOREIGN_AGE):
            _cut(path, descriptor, data, held, note)
            made = SpoolFile(path, descriptor, held)
    except entries.UnknownFormatError:
        note("unknown", f"{path} is of another version and is left alone")
    except OSError as error:
        note("disk", f"{path} cannot be taken over: {error.strerror or error}")
    if made is None:
        os.close(descriptor)
    elif not made.pending:
        made.close(remove=True)
        made = None
    return made


def _cut(path: Path, descriptor: int, data: bytes, held: Contents, note: Callable[[str, str], None]) -> None:
    """Cut a torn or damaged end off; a damaged file is copied whole before, and doing it again changes nothing."""
    if held.is_damaged:
        kept, size = path.with_name(path.name + DAMAGED), len(data) - held.end
        with os.fdopen(os.open(kept, _FLAGS | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
            copy.write(data)
        note(
            "damaged",
            f"{kept} is damaged: {held.total} records before that are used, {size} bytes from there on are not",
        )
    os.ftruncate(descriptor, held.end)


def overview(folder: Path) -> dict[str, Any]:
    """Say what waits in a folder, beside the processes that use it; nothing is changed."""
    seen: dict[str, Any] = {"folder": folder.name, "host": None, "files": 0, "live": 0, "pending": 0, "bytes": 0}
    seen |= {"oldest_age": None, "set_aside": sum(1 for _ in asides(folder)), "unknown": 0}
    seen["damaged"] = sum(1 for _ in _files(folder, DAMAGED))
    times: list[float] = []
    for path, data in _files(folder, SPOOL):
        seen["files"] += 1
        seen["live"] += _is_live(path)
        seen["bytes"] += len(data)
        try:
            held = contents(data)
        except entries.UnknownFormatError:
            seen["unknown"] += 1
            continue
        seen["host"] = held.origin.get("host") or seen["host"]
        seen["pending"] += held.pending
        times += [record.at for record, _ in entries.records_of(data) if record.number not in held.over]
    if times:
        seen["oldest_age"] = max(0.0, time.time() - min(times))
    return seen


def _is_live(path: Path) -> bool:
    descriptor = take(path)
    if descriptor is None:
        return path.exists()
    os.close(descriptor)
    return False


def _files(folder: Path, suffix: str) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.glob(f"*{suffix}")):
        with suppress(OSError):  # Sent and removed just now.
            yield path, path.read_bytes()


def asides(folder: Path) -> Iterator[Aside]:
    """Read what is set aside in a folder: records that the API did not take, and what was said of each."""
    for _, data in _files(folder, ASIDE):
        yield from entries.records_of(data)


def set_aside(path: Path, origin: dict[str, Any], found: Sequence[Aside], note: Callable[[str, str], None]) -> None:
    """Set records aside in a file named like the one that they waited in; those that are there are not written twice.

    Raises:
        OSError: The disk does not take them.
    """
    _make_folder(path.parent)
    until = time.monotonic() + _PATIENCE
    while (descriptor := _opened(path, os.O_CREAT)) is None:
        if time.monotonic() > until:
            raise BlockingIOError(f"{path} is held by another process")
        time.sleep(0.001)
    try:
        data = path.read_bytes()
        held = contents(data)
        _cut(path, descriptor, data, held, note)
        known = {record.number for record, _ in entries.records_of(data)}
        new = [entries.aside_entries(record, said) for record, said in found if record.number not in known]
        _put(descriptor, b"".join([b"" if held.end else entries.head(origin), *new]), held.end)
    finally:
        os.close(descriptor)


def reopened(folder: Path, origin: dict[str, Any], note: Callable[[str, str], None]) -> list[tuple[Path, SpoolFile]]:
    """Make files that wait to be sent of those that were set aside, each in one step; this process holds them.

    Returns:
        Each with the path that it had before.
    """
    made: list[tuple[Path, SpoolFile]] = []
    for path in sorted(folder.glob(f"*{ASIDE}")):
        file, again = adopted(path, origin, note), folder / new_name()
        if file is None:
            continue
        if sys.platform == "win32":
            file.close()  # It gives no open file another name.
            path.rename(again)
            file = adopted(again, origin, note)
            if file is None:
                continue  # Another process was faster, and sends it.
        else:
            file.path = path.rename(again)
        made.append((path, file))
    return made
