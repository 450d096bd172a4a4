"""What a call in the background answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

from humanloop.core.errors import ClientConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Condition


class Receipt:
    """A record that was queued. It belongs to the process that queued it.

    Attributes:
        id: The ID that the API gave the record, once it is known.
        error: Why the record is not stored and is not tried any more: it was set aside, or dropped.
    """

    __slots__ = ("__weakref__", "_changed", "_may_wait", "error", "id", "is_stored", "place", "process")

    def __init__(self, changed: Condition, may_wait: Callable[[], bool]) -> None:
        """Make it, before its record is written.

        Args:
            changed: Is notified when something was sent, set aside or dropped.
            may_wait: Whether this thread may wait for that.
        """
        self._changed = changed
        self._may_wait = may_wait
        self.id: str | None = None
        self.error: str | None = None
        self.is_stored = False
        """Whether the API has the record."""
        self.place: tuple[Any, int] | None = None
        """The file that the record waits in, and its number there."""
        self.process = os.getpid()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the record is stored.

        Args:
            timeout: Seconds to wait at most; None for as long as it takes.

        Returns:
            Whether it is stored; False after the timeout, and at once if the record was set aside or dropped.
        """
        if not self._is_over() and self.process == os.getpid() and self._may_wait():
            with self._changed:
                self._changed.wait_for(self._is_over, timeout)
        return self.is_stored

    def is_of(self, changed: Condition) -> bool:
        """Say whether it is of the records that this belongs to."""
        return self._changed is changed

    def _is_over(self) -> bool:
        return self.is_stored or self.error is not None

    def __reduce__(self) -> NoReturn:
        raise ClientConfigurationError("A receipt belongs to the process that made it: pass its `id` on, once known.")

    def __repr__(self) -> str:
        said = self.error or ("stored" if self.is_stored else "waiting")
        return f"<Receipt {self.id or ''}{' ' if self.id else ''}{said}>"
