"""Folders that the files are in, one for each host and key: where they are, what waits there, what was set aside."""

from __future__ import annotations

import os
import platform
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from humanloop.background.entries import (
    MAGIC,
    ORIGIN,
    REASON,
    Record,
    UnknownFormatError,
    contents,
    json_entry,
    record_entry,
    records_of,
)
from humanloop.background.files import ASIDE, DAMAGED, SPOOL, SpoolFile, new_name, opened, put, take

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOOK = "hook"
"""Stands for the digest of the key where keys change with every call."""
_MACHINE = (Path("/etc/machine-id"), Path("/proc/sys/kernel/random/boot_id"))
_PATIENCE = 1.0
"""Seconds to wait for another process that has the same file in hand."""


def root_of(directory: str | os.PathLike[str] | None) -> Path:
    """Find the folder that all records of this user wait below.

    Args:
        directory: What the program says; else `HUMANLOOP_SPOOL` counts, then the platform's folder for such things.
    """
    given = directory or os.environ.get("HUMANLOOP_SPOOL")
    if given:
        return Path(given)
    if sys.platform == "win32":
        state = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        state = Path.home() / "Library" / "Application Support"
    else:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return state / "humanloop" / "spool"


def folder_name(host: str, key: str | None) -> str:
    """Name the folder of a host and a key; the key cannot be found from it.

    Args:
        host: URL of the API.
        key: The API key; None if a hook makes a new one for every call.
    """
    name = (urlsplit(host).hostname or "host").replace(":", "_")
    digest = _HOOK if key is None else sha256(f"{host}\0{key}".encode()).hexdigest()[:12]
    return f"{name}-{digest}"


def origin_of(host: str) -> dict[str, Any]:
    """Say where files of this process come from: the machine, by all names that it has, and the API."""
    names = [path.read_text("ascii").strip() for path in _MACHINE if path.is_file()]
    return {"machine": [name for name in names if name] or [platform.node()], "host": host}


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
        except UnknownFormatError:
            seen["unknown"] += 1
            continue
        seen["host"] = held.origin.get("host") or seen["host"]
        seen["pending"] += held.pending
        times += [record.at for record, _ in records_of(data) if record.number not in held.over]
    if times:
        seen["oldest_age"] = max(0.0, time.time() - min(times))
    return seen


def asides(folder: Path) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Read what is set aside in a folder: records that the API did not take, and what was said of each."""
    for _, data in _files(folder, ASIDE):
        yield from records_of(data)


def set_aside(path: Path, origin: dict[str, Any], found: list[tuple[Record, dict[str, Any]]]) -> None:
    """Set records aside; those that were set aside before a crash are not written twice.

    Args:
        path: The file to keep them in, named like the one that they waited in.
        origin: Where files of this process come from.
        found: The records, each with what is said of it.

    Raises:
        OSError: The disk does not take them.
    """
    until = time.monotonic() + _PATIENCE
    while (descriptor := opened(path, os.O_CREAT)) is None:
        if time.monotonic() > until:
            raise BlockingIOError(f"{path} is held by another process")
        time.sleep(0.001)
    try:
        data = path.read_bytes()
        end = contents(data).end
        known = {record.number for record, _ in records_of(data)}
        new = [json_entry(REASON, said) + record_entry(record) for record, said in found if record.number not in known]
        put(descriptor, b"".join([b"" if end else MAGIC + json_entry(ORIGIN, origin), *new]), end)
    finally:
        os.close(descriptor)


def reopened(folder: Path) -> list[SpoolFile]:
    """Make files that wait to be sent of those that were set aside, each in one step; this process holds them."""
    made: list[SpoolFile] = []
    for path in sorted(folder.glob(f"*{ASIDE}")):
        descriptor = take(path)
        if descriptor is None:
            continue
        held = contents(path.read_bytes())
        os.ftruncate(descriptor, held.end)
        again = folder / new_name()
        if sys.platform == "win32":
            os.close(descriptor)  # It gives no open file another name.
        path.rename(again)
        if sys.platform == "win32":
            descriptor = take(again)
            if descriptor is None:
                continue  # Another process was faster, and sends it.
        made.append(SpoolFile(again, descriptor, held))
    return made


def _files(folder: Path, suffix: str) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.glob(f"*{suffix}")):
        with suppress(OSError):  # Sent and removed just now.
            yield path, path.read_bytes()


def _is_live(path: Path) -> bool:
    descriptor = take(path)
    if descriptor is None:
        return path.exists()
    os.close(descriptor)
    return False
