"""How logging in the background is set up, and its one error. What does it is the folder `background`."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from os import PathLike
from typing import Any, Final, Literal, get_args

from humanloop.core.errors import ClientConfigurationError, OpenApiException

Overflow = Literal["drop_oldest", "block", "raise"]
"""What a call does when there is no more room."""
MEBIBYTE: Final = 1024 * 1024


class BackgroundFullError(OpenApiException):
    """There is no room for the record, and it is not queued."""


@dataclass(frozen=True, kw_only=True)
class BackgroundOptions:
    """How `client.background` keeps and sends records."""

    directory: str | PathLike[str] | None = None
    """Where records wait. Default: `HUMANLOOP_SPOOL`, else the folder of the platform for the state of programs."""
    fsync: bool = False
    """Whether a record is on the disk itself when the call returns, so that it survives the death of the machine."""
    max_bytes: int = 1024 * MEBIBYTE
    """Bytes that the records of this process may take."""
    overflow: Overflow = "drop_oldest"
    """What a call does when they take that much: drop the oldest and count them, wait, or raise."""
    block_timeout: float | None = None
    """Seconds that `overflow="block"` waits before it raises; None for ever."""
    batch_records: int = 100
    """Records that are sent together at most."""
    batch_bytes: int = MEBIBYTE
    """Bytes that are sent together at most; a larger record goes alone."""
    linger: float = 0.2
    """Seconds that a record waits for others to be sent with."""
    exit_timeout: float = 3.0
    """Seconds that the end of the program, or `close()` of the client, waits for what is not sent."""
    require_disk: bool = False
    """Whether a call raises where the record cannot be written, instead of keeping it in memory."""

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            ClientConfigurationError: One of them cannot be what it is for.
        """
        for name in ("max_bytes", "batch_records", "batch_bytes"):
            value: Any = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ClientConfigurationError(f"{name}={value!r}: a whole number, 1 or more.")
        for name in ("linger", "exit_timeout", *(() if self.block_timeout is None else ("block_timeout",))):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not (isfinite(value) and value >= 0):
                raise ClientConfigurationError(f"{name}={value!r}: a number of seconds, 0 or more.")
        for name in ("fsync", "require_disk"):
            if not isinstance(getattr(self, name), bool):
                raise ClientConfigurationError(f"{name}={getattr(self, name)!r}: True or False.")
        if self.overflow not in get_args(Overflow):
            choices = " or ".join(f'"{choice}"' for choice in get_args(Overflow))
            raise ClientConfigurationError(f"overflow={self.overflow!r}: {choices}.")
        directory: Any = self.directory
        if not (directory is None or isinstance(directory, (str, PathLike))):
            raise ClientConfigurationError(f"directory={directory!r}: a path.")
