"""A file within a page: what was looked at comes back with the next form."""

from __future__ import annotations

import binascii
import zlib

from humanloop.server.errors import BadRequestError


def packed(content: bytes) -> str:
    """Write a file as a text that no form makes longer; it is about as long as the file, or much shorter."""
    return binascii.b2a_base64(zlib.compress(content, 1), newline=False).decode()


def unpacked(text: str, limit: int) -> bytes:
    """Read what `packed` has written.

    Args:
        text: The text.
        limit: Most bytes of the file.

    Raises:
        BadRequestError: It is something else.
    """
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(binascii.a2b_base64(text.encode(), strict_mode=True), limit)
    except (ValueError, zlib.error):
        content = b""
    if not reader.eof:
        raise BadRequestError("This is not the file that was looked at: choose it again.")
    return content
