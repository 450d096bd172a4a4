"""What `client.background` answers."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from math import isnan, nan
from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from humanloop.core.errors import ApiTypeError, ClientConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import Condition


@dataclass(frozen=True)
class BackgroundStatus:
    """How far the background is. Counters are of this process, since its start."""

    pending: int
    """Records that wait, those that dead processes left among them."""
    bytes: int
    """Bytes of the files that they wait in."""
    oldest_age: float | None
    """Seconds since the oldest of them was queued."""
    directory: str
    """The folder that the records wait in."""
    sent: int = 0
    set_aside: int = 0
    """Records that the API did not take."""
    dropped: int = 0
    """Records that there was no room for."""
    maybe_twice: int = 0
    """Records that were sent again where the API may not know that it has them."""
    durable: bool = True
    """Whether all that waits is in files."""
    last_error: str | None = None
    """Why the last try failed; None after a success."""

    def to_dict(self) -> dict[str, Any]:
        """Answer it as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class SetAside:
    """A record that the API did not take."""

    kind: Literal["log", "feedback"]
    record: dict[str, Any]
    """What was to be sent."""
    status: int
    """What the API answered; 0 for feedback whose log is not stored."""
    reason: str
    at: datetime


class Receipt:
    """A record that was queued. It belongs to the process that queued it.

    Attributes:
        id: The ID that the API gave the record, once it is known.
        error: Why the record is not stored and is not tried any more: it was set aside, or dropped.
    """

    __slots__ = ("__weakref__", "_may_wait", "changed", "error", "id", "is_stored", "place", "process")

    def __init__(self, changed: Condition, may_wait: Callable[[], bool]) -> None:
        """Make it, before its record is written: what is notified of changes, and whether this thread may wait."""
        self.changed = changed
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

        Raises:
            ApiTypeError: The timeout is no number.
        """
        timeout = checked_wait(timeout)
        if not self._is_over() and self.process == os.getpid() and self._may_wait():
            with self.changed:
                self.changed.wait_for(self._is_over, timeout)
        return self.is_stored

    def _is_over(self) -> bool:
        return self.is_stored or self.error is not None

    def __reduce__(self) -> NoReturn:
        raise ClientConfigurationError("A receipt belongs to the process that made it: pass its `id` on, once known.")

    def __repr__(self) -> str:
        said = self.error or ("stored" if self.is_stored else "waiting")
        return f"<Receipt {self.id or ''}{' ' if self.id else ''}{said}>"


def checked_wait(timeout: Any) -> float | None:
    """Check how long to wait at most, in seconds; longer than threads can wait is for as long as it takes.

    Raises:
        ApiTypeError: It is no number.
    """
    if timeout is None:
        return None
    try:
        seconds = nan if isinstance(timeout, (bool, str, bytes)) else float(timeout)
    except OverflowError:
        return None
    except (TypeError, ValueError):
        seconds = nan
    if isnan(seconds):
        raise ApiTypeError(f"timeout={timeout!r}: a number of seconds, or None to wait for as long as it takes")
    return seconds if seconds < TIMEOUT_MAX else None
