"""Names that do not exist, and the one that was meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_MOST = 20


def meant(name: str, known: Collection[str]) -> str:
    """Say which of the names that there are comes nearest; all of them, if none is near."""
    close = get_close_matches(name, known, 1)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(map(repr, sorted(known)[:_MOST]))
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    return f"there are {shown}{more}" if known else "there are none"
