"""Writes that are done once only: the same `Idempotency-Key` gets the same answer for a day.

What was answered is stored in the transaction that does the write, so there is never the one without the other. A write
that failed has left nothing behind and may be tried again under its key. A stream cannot be given twice: who asks for
it again is told that it was given.

Who asks while the first is being done waits for its commit and gets its answer. Only what asks a provider, which costs
money before anything is written, claims its key in a commit of its own first: meanwhile others are told to come back.
A claim holds for a lease that is renewed; that of a server which has died is taken over.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import to_json

from humanloop.server.domain.servers import LEASE
from humanloop.server.errors import BadRequestError, InProgressError, UnprocessableError, error_detail
from humanloop.server.store import idempotent_writes as rows
from humanloop.server.store.moments import steady_now
from humanloop.server.store.redacted import redacted
from humanloop.server.store.turns import is_taken_for_new, keep_write, kept_write, try_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

T = TypeVar("T")

KEY_HEADER = "Idempotency-Key"
"""The header that names a write."""

_logger = logging.getLogger(__name__)
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
        is_claimed: Whether it is claimed before it is done, because it asks a provider.
    """

    id: str
    request: str
    status: int
    is_claimed: bool = False

    def run(self, connection: Connection, job: Callable[[Connection], T]) -> T | Stored:
        """Do the write and store its answer, unless that has been done: then answer what is stored."""
        found = self._find_before(connection)
        if found is not None:
            return found
        answer = job(connection)
        # Given again, it is what the database has; the first time it is what was asked for.
        self._store(connection, self.status, to_json(redacted(connection, answer, "answer")))
        return answer

    def run_stream(self, connection: Connection, job: Callable[[Connection], T]) -> T:
        """Do the write of a stream, and store that it was given.

        Raises:
            AlreadyDoneError: It was given by somebody who took the claim over.
        """
        found = self._find_before(connection)
        if found is not None:
            raise AlreadyDoneError(found)
        answer = job(connection)
        message = "The stream of this Idempotency-Key has been given; its logs are stored."
        self._store(connection, 409, to_json({"detail": error_detail(409, message)}))
        return answer

    def find(self, connection: Connection) -> Stored | None:
        """Find the answer that was given.

        Raises:
            UnprocessableError: The key came with another request.
        """
        return self._stored(kept_write(connection, self.id) or self._row(connection))

    def claim(self, connection: Connection, owner: str) -> Stored | None:
        """Let nobody else do this write for a while, unless it has been done: then answer what is stored.

        Args:
            connection: The database.
            owner: Which server does it.

        Raises:
            InProgressError: Somebody does it already.
        """
        # Not waited for: who holds it is claiming just now.
        if not try_lock(connection, f"claim {self.id}"):
            raise in_progress()
        found = self.find(connection)
        if found is not None:
            return found
        claim = rows.find_claim(connection, self.id)
        if claim is not None:
            if not claim["is_over"]:
                raise in_progress()
            _logger.warning("A server has ended while it asked a provider under an %s: asking again.", KEY_HEADER)
        rows.claim_write(connection, self.id, owner, LEASE)
        return None

    def _find_before(self, connection: Connection) -> Stored | None:
        """Find the answer that was given, in the database only if the end of the group would not tell that it was."""
        row = kept_write(connection, self.id)
        return self._stored(row if row is not None or is_taken_for_new(connection) else self._row(connection))

    def _row(self, connection: Connection) -> Row | None:
        return rows.find_write(connection, self.id, steady_now() - _KEPT)

    def _stored(self, row: Row | None) -> Stored | None:
        if row is None:
            return None
        if row["request"] != self.request:
            raise UnprocessableError(f"This {KEY_HEADER} was used for another request; take a new one for each write.")
        return Stored(row["status"], row["body"])

    def _store(self, connection: Connection, status: int, body: bytes) -> None:
        moment = steady_now()
        row = {"id": self.id, "request": self.request, "status": status, "body": body, "created_at": moment}
        # One that is too old to count may still be there.
        keep_write(connection, row, moment - _KEPT)
        if self.is_claimed:
            rows.delete_claim(connection, self.id)


class Idempotency:
    """Knows what this server has claimed.

    Args:
        owner: Which server this is.
    """

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self._claimed: set[str] = set()
        self._next_purge = 0.0

    @property
    def has_claims(self) -> bool:
        """Whether anything is claimed."""
        return bool(self._claimed)

    def take(self, once: Once) -> None:
        """Note a claim, before it is written: of two requests to the same server one is told at once.

        Raises:
            InProgressError: This server has claimed it already.
        """
        if once.id in self._claimed:
            raise in_progress()
        self._claimed.add(once.id)

    def release(self, once: Once) -> bool:
        """Forget a claim; answers whether there was one."""
        is_claimed = once.id in self._claimed
        self._claimed.discard(once.id)
        return is_claimed

    def renew(self, connection: Connection) -> None:
        """Begin the leases of all claims anew."""
        rows.renew_claims(connection, self._claimed, self.owner, LEASE)

    def give_up(self, connection: Connection, once: Once) -> None:
        """Let others do a write that has failed."""
        rows.release_claim(connection, once.id, self.owner)

    def is_purge_due(self) -> bool:
        """Tell whether it is time to forget old answers; the next time is an hour later."""
        is_due = time.monotonic() >= self._next_purge
        if is_due:
            self._next_purge = time.monotonic() + _SECONDS_BETWEEN_PURGES
        return is_due


def once_of(
    caller: str,
    key: str | None,
    method: str,
    target: bytes,
    body: bytes,
    status: int,
    *,
    is_claimed: bool = False,
) -> Once | None:
    """Read what a request says of being done once; None if it says nothing, or changes nothing.

    Args:
        caller: Who calls.
        key: The header `Idempotency-Key`.
        method: HTTP method.
        target: Path and query.
        body: The body.
        status: Status of success.
        is_claimed: Whether it is claimed before it is done.

    Raises:
        BadRequestError: The key is empty or too long.
    """
    if key is None or method in _SAFE_METHODS:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise BadRequestError(f"{KEY_HEADER} must have 1 to {_LONGEST_KEY} characters.")
    request = hashlib.sha256(b"\0".join((method.encode(), target, body))).hexdigest()
    return Once(hashlib.sha256(f"{caller}\0{key}".encode()).hexdigest(), request, status, is_claimed)


def forget_old_writes(connection: Connection) -> bool:
    """Forget some of the answers that are too old to be given again; tells whether there may be more."""
    rows.delete_old_claims(connection)
    return rows.delete_writes(connection, steady_now() - _KEPT, _PIECE) == _PIECE


def begin_ages(connection: Connection) -> None:
    """Let answers that a clock which was set back meanwhile has put into the future be given from now on."""
    rows.end_future(connection, steady_now())


def in_progress() -> InProgressError:
    """Say that a write is being done."""
    return InProgressError(f"The request with this {KEY_HEADER} is still being worked on.")


def to_answer(outcome: Any) -> Any:
    """Answer what a write answered.

    Raises:
        AlreadyDoneError: It was done before.
    """
    if isinstance(outcome, Stored):
        raise AlreadyDoneError(outcome)
    return outcome
