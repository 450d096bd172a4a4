"""Names that do not exist, and the one that was meant."""

from __future__ import annotations

from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_MOST = 20
_FEW = 10
_CLOSE = 5
# Comparing takes its time, and others wait for it: those that begin alike are compared.
_COMPARED = 500
_LONGEST = 80


def meant(name: str, known: Collection[str]) -> str:
    """Say which of the names that there are comes nearest; all of them, if none is near."""
    close = get_close_matches(name, known, 1)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(map(repr, sorted(known)[:_MOST]))
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    return f"there are {shown}{more}" if known else "there are none"


def listed(name: str, known: Sequence[str]) -> str:
    """List the names that there are: a few, else those that come nearest, and how many more there are."""
    shown = known
    if len(known) > _FEW:
        likely = nlargest(_COMPARED, known, key=lambda each: _shared(name, each))
        shown = get_close_matches(name, likely, _CLOSE) or known[:_CLOSE]
    more = f" and {len(known) - len(shown)} more" if len(shown) < len(known) else ""
    return f"{', '.join(map(shortened, shown))}{more}" if known else "none"


def shortened(name: str) -> str:
    """Cut a name to what a message shows of one."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _shared(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
