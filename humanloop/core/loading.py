"""What is imported in the midst of a call, and forks that wait for it.

The interpreter holds what it calls before a fork until it ends, and with it all that this module names. So it names
little: a package with modules below it, such as `importlib`, would keep pydantic and all models until after the last
collection of garbage, and the end of each program would take longer.
"""

from __future__ import annotations

import os
import time
from threading import Lock

_LONGEST_WAIT = 10.0
"""Seconds that a fork waits at most."""


class _Loading:
    """Is entered while something is imported in the midst of a call, and a fork waits until nobody is inside.

    In the child, the lock of a module that another thread was importing would never be given back. Threads do not wait
    for each other here: they might hold locks of modules that the other one wants.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._is_known = not hasattr(os, "register_at_fork")

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if not self._is_known:
                self._make_known()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1

    def _make_known(self) -> None:
        self._is_known = True
        # First: who is registered last is asked first, and `logging` holds a lock from then on that imports want, too.
        __import__("logging")
        os.register_at_fork(
            before=self._before_fork, after_in_parent=self._lock.release, after_in_child=self._after_fork_in_child
        )

    def _before_fork(self) -> None:
        """Wait until nobody is inside, and let nobody in."""
        latest = time.monotonic() + _LONGEST_WAIT
        self._lock.acquire()
        while self._inside and time.monotonic() < latest:
            self._lock.release()
            time.sleep(0.001)
            self._lock.acquire()

    def _after_fork_in_child(self) -> None:
        """Begin anew: only the thread that has forked is left."""
        self._inside = 0
        self._lock.release()


LOADING = _Loading()
