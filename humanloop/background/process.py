"""The senders of this process: made once, ended with it, and forgotten in its children."""

from __future__ import annotations

import atexit
import os
import time
from typing import TYPE_CHECKING

from humanloop.background.sender import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from humanloop.background.sender import Sender

SENDERS: dict[Path, Sender] = {}
"""By their folders; they live as long as the process."""
_process = [os.getpid()]


def sender_of(folder: Path, make: Callable[[], Sender]) -> Sender:
    """Find the sender of a folder.

    Args:
        folder: Of one host and key.
        make: Makes it, if it is not made yet.
    """
    if _process[0] != os.getpid():
        # A fork that ran no hooks.
        forget()
    if folder not in SENDERS:
        # Threads may come here at the same time: all get the first one.
        SENDERS.setdefault(folder, make())
    return SENDERS[folder]


def left(senders: Sequence[Sender]) -> str:
    """Say what is not sent, where it is, and what becomes of it."""
    count = sum(sender.spool.pending() for sender in senders)
    folders = ", ".join(str(sender.spool.folder) for sender in senders)
    lost = sum(sender.spool.in_memory() for sender in senders)
    rest = f"; {lost} bytes of them are in memory only, and are lost with this process" if lost else ""
    return (
        f"{count} records were not sent, those on the way included; they are in {folders}, and the next process with"
        f" the same host and key sends them{rest}"
    )


def give_up(root: Path) -> None:
    """Send nothing more of what is below a folder, which is going to be removed."""
    for folder, sender in [*SENDERS.items()]:
        if folder.is_relative_to(root):
            sender.stop()
            with sender.spool.change():
                sender.spool.forget()
            del SENDERS[folder]


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
    remaining = [sender for sender in senders if sender.spool.pending()]
    for sender in senders:
        sender.spool.settle(now=True)
    if remaining:
        warn(left(remaining))


def forget() -> None:
    """Begin anew in a forked process: files and threads are the parent's."""
    for sender in SENDERS.values():
        sender.spool.forget()
    SENDERS.clear()
    _process[0] = os.getpid()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget)
