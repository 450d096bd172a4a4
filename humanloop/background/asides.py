"""Records that the API did not take: kept in files beside the others, until someone decides about them."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

from humanloop.background.entries import MAGIC, ORIGIN, REASON, Record, aside, contents, json_entry, record_entry
from humanloop.background.files import ASIDE, SPOOL, SpoolFile, create, new_stem, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 1.0
"""Seconds to wait for another process that has the same file in hand."""


def asides(folder: Path) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Read what is set aside in a folder: records, and what was said of each."""
    for path in sorted(folder.glob(f"*{ASIDE}")):
        try:
            data = path.read_bytes()
        except OSError:
            continue  # Taken up again by another process just now.
        yield from aside(data)


def append(folder: Path, stem: str, origin: dict[str, Any], found: list[tuple[Record, dict[str, Any]]]) -> None:
    """Set records aside; those that were set aside before a crash are not written twice.

    Raises:
        OSError: The disk does not take them.
    """
    path = folder / f"{stem}{ASIDE}"
    until = time.monotonic() + _PATIENCE
    while (descriptor := _begun(path, stem, origin)) is None:
        if time.monotonic() > until:
            raise BlockingIOError(f"{path} is held by another process")
        time.sleep(0.001)
    try:
        data = path.read_bytes()
        known = {record.number for record, _ in aside(data)}
        new = [json_entry(REASON, said) + record_entry(record) for record, said in found if record.number not in known]
        file = SpoolFile(path, descriptor, contents(data))
        file.write(b"".join(new), must=True)
    finally:
        os.close(descriptor)


def _begun(path: Path, stem: str, origin: dict[str, Any]) -> int | None:
    """Open and lock the file; None if another process has it."""
    if path.exists():
        return take(path)
    try:
        descriptor, made = create(path.parent, stem, ASIDE)
    except FileExistsError:
        return None
    if made != path:
        os.close(descriptor)
        made.unlink()
        return None
    os.write(descriptor, MAGIC + json_entry(ORIGIN, origin))
    return descriptor


def reopened(folder: Path) -> list[SpoolFile]:
    """Make files that wait to be sent of those that were set aside, each in one step; this process holds them."""
    made: list[SpoolFile] = []
    for path in sorted(folder.glob(f"*{ASIDE}")):
        descriptor = take(path)
        if descriptor is None:
            continue
        held = contents(path.read_bytes())
        os.ftruncate(descriptor, held.end)
        again = folder / f"{new_stem()}{SPOOL}"
        if sys.platform == "win32":
            # It gives no open file another name.
            os.close(descriptor)
            path.rename(again)
            descriptor = take(again)
            if descriptor is None:
                continue  # Another process was faster, and sends it.
        else:
            path.rename(again)
        made.append(SpoolFile(again, descriptor, held))
    return made
