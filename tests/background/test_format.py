"""The format of spool files: whole records before any damage arrive, and nothing false does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop.background.entries import (
    FEEDBACK,
    LOG,
    MAGIC,
    NOTHING,
    ORIGIN,
    Batch,
    Contents,
    DamagedError,
    Record,
    UnknownFormatError,
    batch_entry,
    contents,
    entries,
    json_entry,
    over_entry,
    record_entry,
    to_record,
)
from humanloop.background.files import overview

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = st.builds(
    Record,
    st.sampled_from([LOG, FEEDBACK]),
    st.integers(0, 2**32 - 1),
    st.integers(-1, 2**31 - 1),
    st.floats(allow_nan=False),
    st.binary(max_size=60),
)


def read(data: bytes) -> tuple[list[Record], bool]:
    """The records of a file up to its first damage, and whether there is any."""
    found: list[Record] = []
    try:
        for kind, _, payload in entries(data, len(MAGIC)):
            if kind in (LOG, FEEDBACK):
                found.append(to_record(kind, payload))
    except DamagedError:
        return found, True
    return found, False


@given(st.lists(RECORDS, max_size=5))
def test_what_was_written_is_read(records: list[Record]) -> None:
    assert read(MAGIC + b"".join(map(record_entry, records))) == (records, False)


def file_of(count: int = 4) -> tuple[bytes, list[Record], list[int]]:
    """A file, its records, and where each of them ends."""
    records = [Record(LOG, number, NOTHING, 1.5 * number, b'{"output":"%d"}' % number) for number in range(count)]
    data, ends = MAGIC + json_entry(ORIGIN, {"host": "http://127.0.0.1"}), list[int]()
    for record in records:
        data += record_entry(record)
        ends.append(len(data))
    return data, records, ends


def test_a_cut_at_any_byte_leaves_the_whole_records_before_it() -> None:
    data, records, ends = file_of()
    for size in range(len(data) + 1):
        whole = sum(end <= size for end in ends)
        assert read(data[:size]) == (records[:whole], False), size
        assert contents(data[:size]).total == whole
        assert not contents(data[:size]).is_damaged


def test_a_flipped_bit_anywhere_lets_nothing_false_through() -> None:
    data, records, ends = file_of()
    for place in range(len(MAGIC), len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            whole = sum(end <= place for end in ends)
            assert read(bytes(flipped)) == (records[:whole], True), (place, bit)
            assert contents(bytes(flipped)).is_damaged


def test_a_flipped_bit_in_the_first_bytes_is_another_format() -> None:
    data, _, _ = file_of()
    for place in range(len(MAGIC)):
        flipped = bytearray(data)
        flipped[place] ^= 1
        with pytest.raises(UnknownFormatError):
            contents(bytes(flipped))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_an_accident(data: bytes) -> None:
    assert contents(MAGIC + data).total == 0


def test_contents_say_what_is_left_to_do() -> None:
    data, _, _ = file_of()
    data += batch_entry(Batch("key-1", 7.0, (0, 1)))
    assert contents(data).batch == Batch("key-1", 7.0, (0, 1))
    data += over_entry([0, 1], {1: "data_1"})
    held = contents(data)
    assert (held.batch, held.over, held.ids, held.pending) == (None, {0: "", 1: ""}, {1: "data_1"}, 2)
    data += batch_entry(Batch("key-2", 8.0, (2, 3))) + batch_entry(Batch("key-3", 9.0, (2,)))
    assert contents(data).batch == Batch("key-3", 9.0, (2,)), "halves come after the whole that was refused"
    data += over_entry([2], {}, "refused")
    assert contents(data).over[2] == "refused"
    assert contents(data).next == 4


def test_an_empty_file_holds_nothing() -> None:
    assert contents(b"") == Contents(end=0)


def test_the_oldest_record_that_waits_is_counted_from_its_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, _, _ = file_of()
    (tmp_path / "left.spool").write_bytes(data + over_entry([0, 1], {}))
    monkeypatch.setattr(time, "time", lambda: 10.0)
    seen = overview(tmp_path)
    assert (seen["pending"], seen["oldest_age"]) == (2, 7.0), "the first that is not over was queued at 3.0"
