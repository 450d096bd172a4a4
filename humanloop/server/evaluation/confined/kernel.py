"""System calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

_NO_NEW_PRIVILEGES = 38
_PARENT_DEATH_SIGNAL = 1
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_VERSION = 1


def system_call(number: int, *arguments: Any) -> int:
    """Make a system call.

    Args:
        number: Its number on this machine.
        arguments: Whole numbers, bytes, and what `ctypes` passes as it is.

    Raises:
        OSError: The kernel refuses.
    """
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_passed, arguments)))


def library_call(name: str, *arguments: Any) -> int:
    """Call a function of the C library that answers -1 where it fails.

    Raises:
        OSError: It failed, or this library does not have it.
    """
    function = getattr(_libc, name, None)
    if function is None:
        raise OSError(f"there is no {name}")
    return _checked(function(*map(_passed, arguments)))


def forbid_new_privileges() -> None:
    """Let no program that is started from here have more rights; the kernel asks for this before it takes filters."""
    library_call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def end_with_parent(signal: int) -> None:
    """Get a signal when the process that started this one ends."""
    library_call("prctl", _PARENT_DEATH_SIGNAL, signal, 0, 0, 0)


def landlock_version() -> int:
    """Answer the version of Landlock that the kernel has; 0 if it has none."""
    if _libc is None:
        return 0
    try:
        return system_call(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)
    except OSError:
        return 0


def _passed(argument: Any) -> Any:
    # Without this, whole numbers would be passed as 32 bits.
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
