"""Waiting for what the server does in its own time: until a deadline, and never longer than it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def wait_for(look: Callable[[], T], is_there: Callable[[T], bool], seconds: float = 20) -> T:
    """Look again and again until what is seen is what is waited for."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if is_there(seen):
            return seen
        assert time.monotonic() < deadline, f"after {seconds} s it is still {seen!r}"
        time.sleep(0.005)
