"""Compressed answers: unpacked in small steps, so that a small answer cannot fill the memory.

urllib3 unpacks whatever arrived at once, and says nothing of an end that is missing. What is promised is that an answer
beyond the limit is an error before it is in memory, and one that is cut is never taken for whole. This module would be
superfluous if urllib3's decoder took a limit and told whether the end was there.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 256 * 1024
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")


class Gunzip:
    """Unpacks gzip as it arrives."""

    def __init__(self) -> None:
        self._file = zlib.decompressobj(31)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpack more, in pieces of limited size.

        Raises:
            ValueError: It is not gzip.
        """
        while data:
            if self._file.eof:
                data = data.lstrip(b"\0")  # zeros behind a file fill it up, as Python's own `gzip` has it
                if not data:
                    return
                self._file = zlib.decompressobj(31)
            try:
                yield self._file.decompress(data, _STEP)
            except zlib.error as error:
                raise ValueError("the compression of the answer is broken") from error
            data = self._file.unconsumed_tail or self._file.unused_data

    def end(self) -> None:
        """Take the end of the transfer.

        Raises:
            ValueError: Something is missing.
        """
        if not self._file.eof:
            raise ValueError("the compressed answer is not complete")


class Unpacker:
    """The pieces of a body as they come, unpacked if the body is compressed."""

    def __init__(self, coding: str | None) -> None:
        self._gunzip = None if is_plain(coding) else Gunzip()
        self._pieces: Iterator[bytes] = iter(())

    def add(self, data: bytes) -> None:
        """Take more of the body, after `take` has answered all that was there."""
        self._pieces = iter((data,)) if self._gunzip is None else self._gunzip.feed(data)

    def take(self) -> bytes:
        """Answer the next piece; an empty one if there is none.

        Raises:
            ValueError: It cannot be unpacked.
        """
        return next(filter(None, self._pieces), b"")

    def end(self) -> None:
        """Take the end of the body.

        Raises:
            ValueError: Something is missing.
        """
        if self._gunzip is not None:
            self._gunzip.end()


def is_plain(coding: str | None) -> bool:
    """Say whether a Content-Encoding means that nothing is compressed."""
    return coding is None or coding.strip().lower() in _PLAIN


def is_known(coding: str | None) -> bool:
    """Say whether a Content-Encoding is plain or gzip, the only one that is asked for."""
    return is_plain(coding) or (coding or "").strip().lower() in _GZIP


def unpacked(data: bytes, coding: str, limit: int) -> bytes:
    """Unpack a whole body.

    Args:
        data: The body as it came.
        coding: Its Content-Encoding.
        limit: Bytes that it may have when it is unpacked.

    Raises:
        ValueError: It cannot be unpacked, or it is larger than that.
    """
    if not data:
        return data
    if not is_known(coding):
        raise ValueError(f"the answer is coded as {coding:.60}, which was not asked for")
    gunzip, whole = Gunzip(), bytearray()
    for piece in gunzip.feed(data):
        whole += piece
        if len(whole) > limit:
            raise ValueError(too_large(limit))
    gunzip.end()
    return bytes(whole)


def too_large(limit: int) -> str:
    """Say that an answer is larger than the limit."""
    return f"the answer is larger than {limit} bytes"
