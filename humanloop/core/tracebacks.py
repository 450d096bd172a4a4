"""Tracebacks in IPython: the frames of the program, without those that each call of this package goes through."""

from __future__ import annotations

import copy
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from humanloop.spec.facts import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHOLE = "Verbose"
"""The mode of IPython in which everything is shown."""


def rendered(error: BaseException) -> list[str]:
    """Write the traceback of an error of this package as IPython writes tracebacks.

    Args:
        error: The error, as IPython has caught it.
    """
    # IPython asks for this, so it is loaded; a shell that a program has made for itself is not known here.
    shell: Any = sys.modules["IPython"].get_ipython()
    if shell is None:
        return traceback.format_exception(error)
    style = shell.InteractiveTB
    if style.mode == _WHOLE:
        whole: list[str] = style.structured_traceback(type(error), error, error.__traceback__)
        return whole
    frames = list(_frames(error.__traceback__))
    shown = [each for each in frames if not _is_own(each)]
    # A copy, so that neither the error nor what it was raised from is changed for who handles it.
    alone = copy.copy(error)
    alone.__cause__, alone.__suppress_context__ = None, True
    lines: list[str] = style.structured_traceback(type(error), alone, _chained(shown))
    return [*lines, *_left_out(error, len(frames) - len(shown))]


def _left_out(error: BaseException, number: int) -> Iterator[str]:
    cause = error.__cause__
    if cause is not None:
        yield f"Raised from {type(cause).__name__}: {cause}"
    if number:
        yield f"({number} frames of {PACKAGE} are not shown: %xmode {_WHOLE} shows all.)"


def _frames(each: TracebackType | None) -> Iterator[TracebackType]:
    while each is not None:
        yield each
        each = each.tb_next


def _is_own(each: TracebackType) -> bool:
    module: str = each.tb_frame.f_globals.get("__name__") or ""
    return module.partition(".")[0] == PACKAGE


def _chained(frames: list[TracebackType]) -> TracebackType | None:
    chained: TracebackType | None = None
    for each in reversed(frames):
        chained = TracebackType(chained, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return chained
