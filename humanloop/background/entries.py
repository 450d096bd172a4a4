"""The format of the files that records wait in. Nothing here touches a disk.

A file is a head (`HLSPOOL1`) and entries, one after the other, each with its kind, its length and two checksums: one of
the two before it, so that a wrong length is never followed, and one of what it holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from struct import Struct
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAGIC = b"HLSPOOL1"
"""What a file begins with: the name of the format and the digit of its version."""
ORIGIN, LOG, FEEDBACK, BATCH, OVER, REASON = b"O", b"L", b"F", b"B", b"X", b"R"
"""Kinds of entries: where the file comes from; a record; records that are sent together, with their key; records that
need not be sent any more; and, where records are set aside, why the next one is."""
KINDS: dict[bytes, Literal["log", "feedback"]] = {LOG: "log", FEEDBACK: "feedback"}
NOTHING = -1
"""The number of the log that a record belongs to, if it belongs to none that was queued."""

_HEAD = Struct("<cII")
_CHECK = Struct("<I")
_HEAD_SIZE = _HEAD.size + _CHECK.size
_RECORD = Struct("<dIi")


class UnknownFormatError(ValueError):
    """A file of another program or of another version."""


class DamagedError(ValueError):
    """An entry is not what was written."""


class Record(NamedTuple):
    """A record as it waits in a file."""

    kind: bytes
    number: int
    """Its place among the records of the file."""
    of: int
    """Number of the log in the same file that a feedback is for, else `NOTHING`."""
    at: float
    """When it was queued, in seconds since 1970."""
    data: bytes
    """What is sent, as JSON; the feedback on a log in the same file lacks the ID."""


class Batch(NamedTuple):
    """Records of one kind that are sent together under one key."""

    key: str
    at: float
    """When it was first tried, in seconds since 1970."""
    numbers: tuple[int, ...]
    is_unclear: bool = True
    """Whether the records may have arrived before."""


@dataclass(slots=True)
class Contents:
    """What a file says of its records: found by reading it whole, and kept up to date by the process that writes it."""

    origin: dict[str, Any] = field(default_factory=dict[str, Any])
    total: int = 0
    """Whole records."""
    next: int = 0
    """Number of the next record."""
    over: dict[int, str] = field(default_factory=dict[int, str])
    """Numbers of those that need not be sent any more, and why they are not stored; empty if they are."""
    batch: Batch | None = None
    """The batch that was begun last, unless it is over."""
    wanted: set[int] = field(default_factory=set[int])
    """Numbers of logs that feedback in the file is for."""
    ids: dict[int, str] = field(default_factory=dict[int, str])
    """Their IDs, once known."""
    end: int = len(MAGIC)
    """Where the next entry goes."""
    is_damaged: bool = False

    @property
    def pending(self) -> int:
        """Records that are still to be sent."""
        return self.total - len(self.over)

    def finish(self, numbers: Iterable[int], ids: Mapping[int, str], reason: str) -> None:
        """Note what an entry that ends records says."""
        self.over |= dict.fromkeys(numbers, reason)
        self.ids |= ids
        if self.batch is not None and not self.over.keys().isdisjoint(self.batch.numbers):
            self.batch = None


def entry(kind: bytes, payload: bytes) -> bytes:
    """Write an entry."""
    head = _HEAD.pack(kind, len(payload), crc32(payload))
    return head + _CHECK.pack(crc32(head)) + payload


def json_entry(kind: bytes, value: Any) -> bytes:
    """Write an entry that holds JSON."""
    return entry(kind, json.dumps(value, separators=(",", ":")).encode())


def head(origin: dict[str, Any]) -> bytes:
    """Write what a file begins with."""
    return MAGIC + json_entry(ORIGIN, origin)


def record_entry(record: Record) -> bytes:
    """Write the entry of a record."""
    return entry(record.kind, _RECORD.pack(record.at, record.number, record.of) + record.data)


def aside_entries(record: Record, said: dict[str, Any]) -> bytes:
    """Write a record that was set aside, and what is said of it."""
    return json_entry(REASON, said) + record_entry(record)


def batch_entry(batch: Batch) -> bytes:
    """Write the entry of a batch."""
    return json_entry(BATCH, [batch.key, batch.at, batch.numbers])


def over_entry(numbers: Iterable[int], ids: Mapping[int, str], reason: str = "") -> bytes:
    """Write that records need not be sent any more, the IDs of those that feedback waits for, and why if not stored."""
    return json_entry(OVER, [[*numbers], {str(number): name for number, name in ids.items()}, reason])


def to_record(kind: bytes, payload: bytes) -> Record:
    """Read the entry of a record."""
    at, number, of = _RECORD.unpack_from(payload)
    return Record(kind, number, of, at, payload[_RECORD.size :])


def entries(data: bytes, start: int = 0) -> Iterator[tuple[bytes, int, bytes]]:
    """Read entries: their kind, where the next one begins, and what they hold; the last may be torn, and is left out.

    Raises:
        DamagedError: An entry is not what was written.
    """
    while start + _HEAD_SIZE <= len(data):
        kind, length, check = _HEAD.unpack_from(data, start)
        body = start + _HEAD_SIZE
        if _CHECK.unpack_from(data, start + _HEAD.size)[0] != crc32(data[start : start + _HEAD.size]):
            raise DamagedError(start)
        if body + length > len(data):
            return
        payload = data[body : body + length]
        if crc32(payload) != check:
            raise DamagedError(start)
        start = body + length
        yield kind, start, payload


def contents(data: bytes) -> Contents:
    """Read a whole file, up to its first damage or its torn end.

    Raises:
        UnknownFormatError: It is a file of something else.
    """
    if not data.startswith(MAGIC):
        if MAGIC.startswith(data):
            return Contents(end=0)
        raise UnknownFormatError
    made = Contents()
    try:
        for kind, end, payload in entries(data, len(MAGIC)):
            made.end = end
            if kind in KINDS:
                _, number, of = _RECORD.unpack_from(payload)
                made.total += 1
                made.next = max(made.next, number + 1)
                made.wanted.add(of)
            elif kind == BATCH:
                key, at, numbers = json.loads(payload)
                made.batch = Batch(key, at, tuple(numbers))
            elif kind == OVER:
                numbers, ids, reason = json.loads(payload)
                made.finish(numbers, {int(number): name for number, name in ids.items()}, reason)
            elif kind == ORIGIN:
                made.origin = json.loads(payload)
    except DamagedError:
        made.is_damaged = True
    made.wanted.discard(NOTHING)
    return made


def records_of(data: bytes) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Read the whole records of a file, each with what was said of it if it was set aside; damage ends it."""
    said: dict[str, Any] = {}
    try:
        for kind, _, payload in entries(data, len(MAGIC)):
            if kind == REASON:
                said = json.loads(payload)
            elif kind in KINDS:
                yield to_record(kind, payload), said
    except DamagedError:
        return


def with_id(data: bytes, name: str) -> bytes:
    """Add the ID of its log to a feedback."""
    return b'{"data_id":' + json.dumps(name).encode() + b"," + data[1:]
