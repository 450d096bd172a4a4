"""Compressed requests: which ones are taken, and how much of them."""

from __future__ import annotations

from humanloop.core.gzip import MOST_FILES, Gunzip
from humanloop.server.errors import BadRequestError, TooLargeError, UnsupportedMediaError

_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_RAW_DEFLATE = -15
_PLAIN = frozenset({"", "identity"})


def coding_of(header: str | None) -> str:
    """Read the header `Content-Encoding`; an empty text stands for a body as it is.

    Raises:
        UnsupportedMediaError: The body is compressed in another way than can be undone here.
    """
    coding = (header or "").strip().lower()
    if coding in _PLAIN:
        return ""
    if coding not in _WBITS:
        raise UnsupportedMediaError(f"Send it as it is, or compressed by gzip or deflate, not {coding!r:.60}.")
    return coding


def decompressed(body: bytes, coding: str, limit: int) -> bytes:
    """Decompress a body, and no more of it than may be there.

    Args:
        body: The body as it came.
        coding: How it is compressed.
        limit: Most bytes of it when it is decompressed.

    Raises:
        TooLargeError: It is larger, or in too many parts.
        BadRequestError: It is not compressed in the way that the request says, or cut off.
    """
    if not body:
        return body
    wbits = _WBITS[coding]
    if coding == "deflate" and not _has_zlib_head(body):
        wbits = _RAW_DEFLATE
    whole, reader = bytearray(), Gunzip(wbits)
    try:
        for piece in reader.feed(body):
            whole += piece
            if len(whole) > limit:
                raise TooLargeError(f"The body has more than {limit} bytes once it is decompressed.")
            if reader.files > MOST_FILES:
                raise TooLargeError(f"The body is compressed in more than {MOST_FILES} parts.")
    except ValueError as error:
        raise BadRequestError(f"The body is not compressed by {coding}.") from error
    try:
        reader.end()
    except ValueError as error:
        raise BadRequestError("The compressed body is cut off.") from error
    return bytes(whole)


def _has_zlib_head(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
