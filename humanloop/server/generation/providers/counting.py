"""Numbers of tokens, as providers write them."""

from __future__ import annotations

from typing import Any


def count_of(value: Any) -> int:
    """Read a number; 0 in place of what is none."""
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else 0
