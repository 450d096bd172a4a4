"""Compressed requests: which ones are taken, and how much of them."""

from __future__ import annotations

import zlib
from typing import Any

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
        TooLargeError: It is larger.
        BadRequestError: It is not compressed in the way that the request says, or cut off.
    """
    wbits = _WBITS[coding]
    if coding == "deflate" and not _has_zlib_head(body):
        wbits = _RAW_DEFLATE
    parts: list[bytes] = []
    size, rest = 0, body
    while rest:
        reader: Any = zlib.decompressobj(wbits)
        try:
            parts.append(reader.decompress(rest, limit - size + 1))
        except zlib.error as error:
            raise BadRequestError(f"The body is not compressed by {coding}.") from error
        size += len(parts[-1])
        if size > limit:
            raise TooLargeError(f"The body has more than {limit} bytes once it is decompressed.")
        if not reader.eof:
            raise BadRequestError("The compressed body is cut off.")
        # A body of gzip may have several members.
        rest = reader.unused_data
    return b"".join(parts)


def _has_zlib_head(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
