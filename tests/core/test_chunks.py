"""Bodies in chunks: whatever the pieces that they arrive in, the body is the same; malformed frames are refused."""

from __future__ import annotations

import itertools
from http.client import HTTPException

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop.transport.http11 import Chunks
from humanloop.transport.route import LARGEST_HEAD


def framed(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece) + b"0\r\n\r\n"


def read(data: bytes, cuts: tuple[int, ...] = ()) -> tuple[bytes, Chunks]:
    chunks = Chunks()
    body = b"".join(chunks.feed(data[start:stop]) for start, stop in itertools.pairwise((0, *cuts, len(data))))
    return body, chunks


BODIES = [
    (b"0\r\n\r\n", b""),
    (b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
    (b"3\r\nabc\r\n2\r\n\r\n\r\n0\r\n\r\n", b"abc\r\n"),
    (b"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", b"01234567890123456789"),
    (b"003;name=value\r\nabc\r\n00\r\n\r\n", b"abc"),
    (b"3 \r\nabc\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n", b"abc"),
    (b"3\nabc\n0\n\n", b"abc"),
]


@pytest.mark.parametrize(("data", "body"), BODIES)
def test_bodies(data: bytes, body: bytes) -> None:
    for cut in range(len(data) + 1):
        answer, chunks = read(data, (cut,))
        assert (answer, chunks.ended, chunks.rest) == (body, True, b"")
    answer, chunks = read(data, tuple(range(1, len(data))))
    assert (answer, chunks.ended, chunks.rest) == (body, True, b"")


@given(st.lists(st.binary(max_size=50)), st.lists(st.integers(0, 400)))
def test_any_body_cut_anywhere(pieces: list[bytes], cuts: list[int]) -> None:
    data = framed(*pieces)
    answer, chunks = read(data, tuple(sorted(min(cut, len(data)) for cut in cuts)))
    assert (answer, chunks.ended) == (b"".join(pieces), True)


@pytest.mark.parametrize(("data", "body"), BODIES[1:])
def test_a_body_has_not_ended_before_its_last_byte(data: bytes, body: bytes) -> None:
    for end in range(len(data)):
        answer, chunks = read(data[:end])
        assert body.startswith(answer)
        assert not chunks.ended


def test_what_follows_the_body_is_told() -> None:
    answer, chunks = read(framed(b"abc") + b"HTTP/1.1 200 OK")
    assert (answer, chunks.ended, chunks.rest) == (b"abc", True, b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n",
        b"x\r\n",
        b"-1\r\nabc",
        b"+3\r\nabc",
        b"0x3\r\nabc",
        b"1_0\r\nabc",
        b"3.0\r\nabc",
        b"\xd9\xa3\r\nabc",
        b"11111111111111111\r\nabc",
        b"3\r\nabcd\r\n",
        b"3\r\nabc\r3\r\n",
        b"3\r\nabc0\r\n\r\n",
        b";x\r\n",
    ],
)
def test_malformed_frames_are_refused(data: bytes) -> None:
    with pytest.raises(HTTPException):
        read(data + b"\r\n")


@pytest.mark.parametrize(("data", "more"), [(b"3;", b"x"), (b"0\r\nX: ", b"x"), (b"0\r\n", b"X: 1\r\n")])
def test_lines_without_end_are_refused(data: bytes, more: bytes) -> None:
    with pytest.raises(HTTPException, match="longer than"):
        read(data + more * LARGEST_HEAD, tuple(range(len(data), LARGEST_HEAD, 1000)))
