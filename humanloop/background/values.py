"""What `client.background` says of itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime


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
