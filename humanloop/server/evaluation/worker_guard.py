"""What the code of an evaluator may not do: an audit hook that refuses it, which cannot be taken away again.

Loaded by `worker`, in the process in which the code runs.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_REFUSED = (
    "ctypes.",
    "gc.get_",
    "mmap.",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.",
    "resource.",
    "signal.",
    "sqlite3.",
    "subprocess.",
    "syslog.",
    "sys.addaudithook",
)
_NETWORK = ("socket.", "ftplib.", "http.", "imaplib.", "nntplib.", "poplib.", "smtplib.", "telnetlib.", "urllib.")
# Events whose arguments are the paths of what is changed.
_CHANGES = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.link",
        "os.mkdir",
        "os.mkfifo",
        "os.mknod",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.setxattr",
        "os.symlink",
        "os.truncate",
        "os.utime",
    }
)
_LISTS = frozenset({"os.chdir", "os.listdir", "os.scandir"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def guard(readable: Sequence[str], own: str, *, network: bool) -> None:
    """Refuse from now on what an evaluator has no need of.

    Args:
        readable: Files and directories that may be read.
        own: Directory that may be written to.
        network: Whether connections are allowed.
    """
    real_path, separator = os.path.realpath, os.sep
    refused = _REFUSED if network else (*_REFUSED, *_NETWORK)
    changes, lists, writes = _CHANGES, _LISTS, _WRITES
    writable = (real_path(own),)
    readable = (*writable, *(real_path(path) for path in readable))

    def is_inside(path: Any, allowed: Sequence[str]) -> bool:
        if isinstance(path, int):
            # A file that is open already; none of the server's are.
            return True
        real = real_path(os.fsdecode(path))
        return any(real == each or real.startswith(each + separator) for each in allowed)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            allowed = is_inside(path, writable if flags & writes else readable)
        elif event in changes:
            allowed = all(is_inside(path, writable) for path in arguments if isinstance(path, (str, bytes)))
        elif event in lists:
            allowed = is_inside(arguments[0] or ".", readable)
        else:
            # The standard library looks at its own functions when `ctypes` is imported; that is no way out.
            allowed = not event.startswith(refused) or (event == "ctypes.dlopen" and arguments[0] is None)
        if not allowed:
            shown = f" {arguments[0]!r}" if arguments and isinstance(arguments[0], (str, bytes)) else ""
            raise PermissionError(f"an evaluator may not do this: {event}{shown}")

    sys.addaudithook(hook)
