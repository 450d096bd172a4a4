"""Landlock: which files the kernel lets this process open, whatever its code does."""

from __future__ import annotations

import os
import stat
import struct
from typing import TYPE_CHECKING

from humanloop.server.evaluation.confined.kernel import landlock_version, system_call

if TYPE_CHECKING:
    from collections.abc import Sequence

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_CHAR, _MAKE_DIR, _MAKE_REG, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = (1 << bit for bit in range(6, 13))
_REFER, _TRUNCATE, _IOCTL_DEV = (1 << bit for bit in range(13, 16))
_OF_THE_FIRST_VERSION = (1 << 13) - 1
# What later versions added: version → rights.
_ADDED = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV}
_CAN_TRUNCATE = 3

_OF_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE
_READ = _READ_FILE | _READ_DIR
_OWN = (
    _READ
    | (_WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE)
    | (_MAKE_DIR | _MAKE_REG | _MAKE_SYM | _REFER)
)  # fmt: skip
_BIND_TCP, _CONNECT_TCP = 1, 2
_ABSTRACT_SOCKETS, _SIGNALS = 1, 2


def confine_files(readable: Sequence[str], writable: Sequence[str], own: str, *, network: bool) -> bool:
    """Refuse from now on to open any other file, to connect, and to signal other processes.

    Args:
        readable: Files and directories that may be read.
        writable: Files that may be read and written.
        own: Directory in which everything may be done but running programs.
        network: Whether connections are allowed.

    Returns:
        Whether the kernel guards the size of files too, which the first versions did not.

    Raises:
        OSError: The kernel has no Landlock.
    """
    version = landlock_version()
    handled = handled_rights(version)
    ruleset = system_call(_CREATE_RULESET, *_attribute(version, handled, network=network), 0)
    try:
        for paths, rights in ((readable, _READ), (writable, _READ_FILE | _WRITE_FILE), ((own,), _OWN)):
            for path in paths:
                _allow(ruleset, path, rights & handled)
        system_call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return version >= _CAN_TRUNCATE


def handled_rights(version: int) -> int:
    """Answer the rights that a version of Landlock can refuse."""
    rights = _OF_THE_FIRST_VERSION
    for since, added in _ADDED.items():
        if version >= since:
            rights |= added
    return rights


def _attribute(version: int, handled: int, *, network: bool) -> tuple[bytes, int]:
    """Build the structure that says what is refused; each version has a longer one."""
    connections = 0 if network else _BIND_TCP | _CONNECT_TCP
    fields = [handled]
    if version >= 4:
        fields.append(connections)
    if version >= 6:
        fields.append(_ABSTRACT_SOCKETS | _SIGNALS)
    attribute = struct.pack(f"={len(fields)}Q", *fields)
    return attribute, len(attribute)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # What is not there cannot be read either.
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_FILES
        system_call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)
