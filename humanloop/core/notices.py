"""Warnings, told at the line of the program that they are about."""

from __future__ import annotations

import sys
import warnings

_PACKAGE = __name__.removesuffix(".core.notices")


class ArgumentWarning(UserWarning):
    """Something in the arguments of a call, or of a client, is likely not to be what was meant."""


class DeprecationWarningOnce(DeprecationWarning):
    """Something goes on for programs of earlier releases; by the name that 0.7.15 gave such warnings."""


def warn(text: str, category: type[Warning]) -> None:
    """Warn of the line of the program that led here, from which Python tells the same once.

    Args:
        text: What is to be said.
        category: Kind of the warning.
    """
    # As the standard library does; `inspect`, which has a public name for it, is a slow import.
    frame, level = sys._getframe(1), 2  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as said above
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        frame, level = frame.f_back, level + 1
    warnings.warn(text, category, stacklevel=level)


def _is_ours(module: str) -> bool:
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")
