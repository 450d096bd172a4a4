"""What the code of an evaluator may not do: an audit hook that refuses it, which cannot be taken away again.

Loaded by `worker`, in the process in which the code runs.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
# Those of them that may need room, like opening a file that is not there.
_CREATIONS = frozenset({"os.link", "os.mkdir", "os.mkfifo", "os.mknod", "os.symlink"})
# The size of each file is limited, so that this limits what a process can put onto the disk.
_MOST_ENTRIES = 100
# Functions that raise no event, and do what is refused everywhere else.
_SILENT = {"_posixsubprocess": "fork_exec", "_posixshmem": "shm_open"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def guard(readable: Sequence[str], own: str, *, network: bool) -> None:
    """Refuse from now on what an evaluator has no need of.

    Args:
        readable: Files and directories that may be read.
        own: Directory that may be written to.
        network: Whether connections are allowed.
    """
    refused = _REFUSED if network else (*_REFUSED, *_NETWORK)
    changes, creations, lists, writes = _CHANGES, _CREATIONS, _LISTS, _WRITES
    is_readable, is_writable, has_room = _inside_of((own, *readable)), _inside_of((own,)), _room_in(own)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            allowed = is_writable(path) and has_room(path) if flags & writes else is_readable(path)
        elif event in changes:
            paths = [path for path in arguments if isinstance(path, (str, bytes))]
            allowed = all(map(is_writable, paths)) and (event not in creations or has_room(paths[-1]))
        elif event in lists:
            allowed = is_readable(arguments[0] or ".")
        else:
            # The standard library looks at its own functions when `ctypes` is imported; that is no way out.
            allowed = not event.startswith(refused) or (event == "ctypes.dlopen" and arguments[0] is None)
        if not allowed:
            shown = f" {arguments[0]!r}" if arguments and isinstance(arguments[0], (str, bytes)) else ""
            raise PermissionError(f"an evaluator may not do this: {event}{shown}")

    for module, function in _SILENT.items():
        _close(module, function)
    sys.addaudithook(hook)


# What the hook needs is bound when it is made: whatever the code replaces later, in any module, changes nothing.


def _inside_of(allowed: Sequence[str]) -> Callable[[Any], bool]:
    """Make a check whether a path leads to one of these files or into one of these directories."""
    real_path, separator = os.path.realpath, os.sep
    places = [real_path(each) for each in allowed]

    def is_inside(path: Any) -> bool:
        if isinstance(path, int):
            # A file that is open already; none of the server's are.
            return True
        real = real_path(os.fsdecode(path))
        return any(real == each or real.startswith(each + separator) for each in places)

    return is_inside


def _room_in(own: str) -> Callable[[Any], bool]:
    """Make a check whether there may be one more file of this path."""
    walk, is_there = os.walk, os.path.lexists

    def has_room(path: Any) -> bool:
        if isinstance(path, int) or is_there(path):
            return True
        return sum(len(directories) + len(files) for _, directories, files in walk(own)) < _MOST_ENTRIES

    return has_room


def _close(module: str, function: str) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(f"an evaluator may not do this: {function}")

    with suppress(ImportError):
        setattr(__import__(module), function, refuse)
