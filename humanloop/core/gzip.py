"""Compressed answers: unpacked in small steps, so that a small answer cannot fill the memory.

urllib3 unpacks whatever arrived at once, and says nothing of an end that is missing. What is promised is that an answer
beyond the limit is an error before it is in memory, that one that is cut is never taken for whole, and that many small
files in a row take no longer than one large one. This module would be superfluous if urllib3's decoder took a limit and
told whether the end was there.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 256 * 1024
_WINDOW = 64 * 1024
"""Bytes that are handed to zlib at once."""
_FIRST_WINDOW = 256
"""Those that the second file in a row begins with, and all after it."""
MOST_FILES = 10_000
"""Files in a row that a whole body may consist of: to begin one takes time, and an empty one has 20 bytes."""
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")


class Gunzip:
    """Unpacks gzip, or what else zlib reads, as it arrives."""

    _window = _WINDOW
    files = 1
    """Files in a row that have begun."""

    def __init__(self, wbits: int = 31) -> None:
        """Begin.

        Args:
            wbits: What it is, in the terms of zlib. Default: gzip.
        """
        self._wbits = wbits
        self._file = zlib.decompressobj(wbits)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpack more, in pieces of limited size.

        Raises:
            ValueError: It is something else.
        """
        at, end = 0, len(data)
        while at < end:
            piece = data[at : at + self._window]
            if self._file.eof:
                # Zeros behind a file fill it up, as Python's own `gzip` has it.
                if not (rest := piece.lstrip(b"\0")):
                    at += len(piece)
                    continue
                at += len(piece) - len(rest)
                piece = rest[:_FIRST_WINDOW]
                self._begin()
            file = self._file
            try:
                yield file.decompress(piece, _STEP)
            except zlib.error as error:
                raise ValueError("the compression of the answer is broken") from error
            at += len(piece) - len(file.unconsumed_tail or file.unused_data)
            if self._window < _WINDOW:
                self._window *= 2

    def _begin(self) -> None:
        """Begin the next file, with little at first: it may be short, and zlib copies what it leaves of a piece."""
        self._file, self._window = zlib.decompressobj(self._wbits), _FIRST_WINDOW
        self.files += 1

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
        if gunzip.files > MOST_FILES:
            raise ValueError(f"the answer is compressed in more than {MOST_FILES} parts")
    gunzip.end()
    return bytes(whole)


def too_large(limit: int) -> str:
    """Say that an answer is larger than the limit."""
    return f"the answer is larger than {limit} bytes"
