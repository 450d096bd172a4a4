"""Writes that are done once only: the same `Idempotency-Key` gets the same answer for a day.

What was answered is stored in the transaction that does the write, so there is never the one without the other. A write
that failed has left nothing behind and may be tried again under its key. A stream cannot be given twice: who asks for
it again is told that it was given.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import to_json

from humanloop.server.domain.times import now
from humanloop.server.errors import BadRequestError, InProgressError, UnprocessableError, error_detail
from humanloop.server.store import idempotent_writes as rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

T = TypeVar("T")

KEY_HEADER = "Idempotency-Key"
"""The header that names a write."""

_LONGEST_KEY = 255
_KEPT = timedelta(hours=24)
_SECONDS_BETWEEN_PURGES = 3600
# Answers that are forgotten at once: few enough that others hardly wait for them.
_PIECE = 300
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Stored:
    """An answer that was given before."""

    status: int
    body: bytes


class AlreadyDoneError(Exception):
    """The write was done before, and is not done again."""

    def __init__(self, stored: Stored) -> None:
        super().__init__("This write was done before.")
        self.stored = stored


@dataclass(frozen=True)
class Once:
    """A write that is done once only.

    Args:
        id: Tells it from all others: a digest of caller and key.
        request: A digest of what is asked.
        status: Status of success.
    """

    id: str
    request: str
    status: int

    def run(self, connection: Connection, job: Callable[[Connection], T]) -> T | Stored:
        """Do the write and store its answer, unless that has been done: then answer what is stored."""
        found = self.find(connection)
        if found is not None:
            return found
        answer = job(connection)
        self._store(connection, self.status, to_json(answer))
        return answer

    def run_stream(self, connection: Connection, job: Callable[[Connection], T]) -> T:
        """Do the write of a stream, and store that it was given."""
        answer = job(connection)
        message = "The stream of this Idempotency-Key has been given; its logs are stored."
        self._store(connection, 409, to_json({"detail": error_detail(409, message)}))
        return answer

    def find(self, connection: Connection) -> Stored | None:
        """Find the answer that was given.

        Raises:
            UnprocessableError: The key came with another request.
        """
        row = rows.find_write(connection, self.id, now() - _KEPT)
        if row is None:
            return None
        if row["request"] != self.request:
            raise UnprocessableError(f"This {KEY_HEADER} was used for another request; take a new one for each write.")
        return Stored(row["status"], row["body"])

    def _store(self, connection: Connection, status: int, body: bytes) -> None:
        row = {"id": self.id, "request": self.request, "status": status, "body": body, "created_at": now()}
        # One that is too old to count may still be there.
        rows.delete_write(connection, self.id)
        rows.insert_write(connection, row)


class Idempotency:
    """Knows which writes are being done just now."""

    def __init__(self) -> None:
        self._in_progress: dict[str, Once] = {}
        self._next_purge = 0.0

    def take(self, once: Once) -> None:
        """Let nobody else do this write until it is released.

        Raises:
            InProgressError: Somebody does it already.
        """
        if once.id in self._in_progress:
            raise InProgressError(f"The request with this {KEY_HEADER} is still being worked on.")
        self._in_progress[once.id] = once

    def release(self, once: Once) -> None:
        """Let others ask for this write again; a second call does nothing."""
        if self._in_progress.get(once.id) is once:
            del self._in_progress[once.id]

    def is_purge_due(self) -> bool:
        """Tell whether it is time to forget old answers; the next time is an hour later."""
        is_due = time.monotonic() >= self._next_purge
        if is_due:
            self._next_purge = time.monotonic() + _SECONDS_BETWEEN_PURGES
        return is_due


def once_of(caller: str, key: str | None, method: str, target: bytes, body: bytes, status: int) -> Once | None:
    """Read what a request says of being done once; None if it says nothing, or changes nothing.

    Args:
        caller: Who calls.
        key: The header `Idempotency-Key`.
        method: HTTP method.
        target: Path and query.
        body: The body.
        status: Status of success.

    Raises:
        BadRequestError: The key is empty or too long.
    """
    if key is None or method in _SAFE_METHODS:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise BadRequestError(f"{KEY_HEADER} must have 1 to {_LONGEST_KEY} characters.")
    request = hashlib.sha256(b"\0".join((method.encode(), target, body))).hexdigest()
    return Once(hashlib.sha256(f"{caller}\0{key}".encode()).hexdigest(), request, status)


def forget_old_writes(connection: Connection) -> bool:
    """Forget some of the answers that are too old to be given again; tells whether there may be more."""
    return rows.delete_writes(connection, now() - _KEPT, _PIECE) == _PIECE


def to_answer(outcome: Any) -> Any:
    """Answer what a write answered.

    Raises:
        AlreadyDoneError: It was done before.
    """
    if isinstance(outcome, Stored):
        raise AlreadyDoneError(outcome)
    return outcome
