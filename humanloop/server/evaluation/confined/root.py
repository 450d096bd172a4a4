"""A file system, a network and a user of its own: what is not there cannot be looked at."""

from __future__ import annotations

import os
import resource
import stat
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from humanloop.server.evaluation.confined.kernel import library_call, system_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x00020000, 0x08000000, 0x10000000, 0x40000000
_READ_ONLY, _NO_SETUID, _NO_DEVICES, _NO_EXEC, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
_DETACH = 2
_MOUNT_SETATTR = 442
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
# Machine → number; the other architectures share one.
_PIVOT_ROOT = {"x86_64": 155}
_PIVOT_ROOT_ELSEWHERE = 41
_CAPSET, _CAPSET_ELSEWHERE = 126, 91
_CAPABILITIES = 0x20080522
# Above the users of the system and those of containers.
_FIRST_USER = 0x70000000
_WORLD_CAN_ENTER = stat.S_IROTH | stat.S_IXOTH


def enter_own_root(places: Iterable[str], own: str, *, network: bool, size: int, entries: int, threads: int) -> None:
    """Leave all files but a few behind, and the rights of an administrator.

    Args:
        places: Files and directories that stay, for reading.
        own: Path of the directory in which files can be made; it is empty.
        network: Whether the network stays.
        size: Most bytes of all files there, which are kept in memory.
        entries: Most files and directories there.
        threads: Most threads of this process.

    Raises:
        OSError: The kernel lets this process make no namespaces.
    """
    user, group = os.getuid(), os.getgid()
    _unshare(user, group, network=network)
    paths = list(places)
    # A user that nobody else is has threads of its own to count, and owns nothing. It has to be able to read, though.
    if user == 0 and all(os.stat(path).st_mode & _WORLD_CAN_ENTER for path in paths):  # noqa: PTH116 - slow to load
        user = group = _FIRST_USER + os.getpid()
    library_call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    _build(paths, own, f"size={size},nr_inodes={entries + 1},mode=0700,uid={user},gid={group}")
    _become(user, group)
    resource.setrlimit(resource.RLIMIT_NPROC, (threads, threads))


def _unshare(user: int, group: int, *, network: bool) -> None:
    wanted = _NEW_MOUNTS | _NEW_IPC | (0 if network else _NEW_NETWORK)
    if user == 0:
        # An administrator needs no namespace of users, and keeps the right to become another one.
        with suppress(OSError):
            library_call("unshare", wanted)
            return
    library_call("unshare", wanted | _NEW_USER)
    for file, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        descriptor = os.open(f"/proc/self/{file}", os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)


def _build(places: Sequence[str], own: str, options: str) -> None:
    """Put the new root where the directory was, fill it, and go there."""
    root = own
    library_call("mount", b"tmpfs", root.encode(), b"tmpfs", _NO_SETUID | _NO_DEVICES, b"size=1m,mode=0755")
    for place in places:
        target = root + place
        if os.path.isdir(place):  # noqa: PTH112 - pathlib is slow to load
            os.makedirs(target, exist_ok=True)  # noqa: PTH103 - as above
        elif not os.path.lexists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o444))
        library_call("mount", place.encode(), target.encode(), None, _BIND | _RECURSIVE, None)
    os.makedirs(root + own)  # noqa: PTH103 - as above
    # Whatever is read-only stays so, below it too.
    attribute = struct.pack("=4Q", _READ_ONLY | _NO_SETUID, 0, 0, 0)
    descriptor = os.open(root, os.O_PATH)
    system_call(_MOUNT_SETATTR, descriptor, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, attribute, len(attribute))
    os.close(descriptor)
    flags = _NO_SETUID | _NO_DEVICES | _NO_EXEC
    library_call("mount", b"tmpfs", (root + own).encode(), b"tmpfs", flags, options.encode())
    os.chdir(root)
    system_call(_PIVOT_ROOT.get(os.uname().machine, _PIVOT_ROOT_ELSEWHERE), b".", b".")
    library_call("umount2", b".", _DETACH)
    os.chdir(own)


def _become(user: int, group: int) -> None:
    """Be this user, and no administrator of anything."""
    if user != os.getuid():
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    number = _CAPSET if os.uname().machine == "x86_64" else _CAPSET_ELSEWHERE
    system_call(number, struct.pack("=Ii", _CAPABILITIES, 0), struct.pack("=6I", *[0] * 6))
