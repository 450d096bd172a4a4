"""What waits in a folder, read beside the processes that use it; nothing is changed."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from humanloop.background.entries import Contents, UnknownFormatError, aside, contents
from humanloop.background.files import ASIDE, DAMAGED, SPOOL, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def overview(folder: Path) -> dict[str, Any]:
    """Say what waits in a folder.

    Args:
        folder: Of one host and key.
    """
    seen: dict[str, Any] = {"folder": folder.name, "host": None, "files": 0, "live": 0, "pending": 0, "bytes": 0}
    seen |= {"oldest_age": None, "set_aside": 0, "unknown": 0, "damaged": 0}
    oldest: list[float] = []
    for path, data in _files(folder):
        if path.suffix == DAMAGED:
            seen["damaged"] += 1
        elif path.suffix == ASIDE:
            seen["set_aside"] += sum(1 for _ in aside(data))
        else:
            seen["files"] += 1
            seen["live"] += _is_live(path)
            seen["bytes"] += len(data)
            held = _contents(data)
            if held is None:
                seen["unknown"] += 1
                continue
            seen["host"] = held.origin.get("host") or seen["host"]
            seen["pending"] += held.pending
            oldest += [] if held.oldest is None else [held.oldest]
    if oldest:
        seen["oldest_age"] = max(0.0, time.time() - min(oldest))
    return seen


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (SPOOL, ASIDE, DAMAGED))
    except OSError:
        return
    for path in paths:
        try:
            yield path, path.read_bytes()
        except OSError:
            continue  # Sent and removed just now.


def _contents(data: bytes) -> Contents | None:
    try:
        return contents(data)
    except UnknownFormatError:
        return None


def _is_live(path: Path) -> bool:
    descriptor = take(path)
    if descriptor is None:
        return path.exists()
    os.close(descriptor)
    return False
