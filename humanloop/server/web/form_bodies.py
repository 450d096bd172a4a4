"""From the body of a form to its fields and files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from humanloop.server.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

Form = tuple[dict[str, list[str]], dict[str, bytes]]
"""Fields, and files: name → content."""

MULTIPART = "multipart/form-data"
"""The type of forms with files."""
MOST_FIELDS = 20_000
"""Fields of a form."""
_MOST_FILES = 2
# Bytes of a body that are read in no more time than it takes to start a thread, or a little more.
_SMALL = 32_768
# Bytes that are decoded at once: what is made on the way is many times as large, and nobody else gets a turn meanwhile.
_PIECE = 65_536


async def parse_form(content_type: str, body: bytes) -> Form:
    """Read a form; if it is large, beside the requests of others.

    Args:
        content_type: Its type, with parameters.
        body: All of it.

    Raises:
        BadRequestError: It cannot be read, or has too many fields.
    """
    if len(body) <= _SMALL:
        return await _parse(content_type, body)
    return await asyncio.to_thread(lambda: asyncio.run(_parse(content_type, body)))


async def _parse(content_type: str, body: bytes) -> Form:
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    parts = _parts(content_type, body) if content_type.lower().startswith(MULTIPART) else _pairs(body)
    async for name, value in parts:
        if isinstance(value, bytes):
            files[name] = value
        else:
            # With the line ends of programs; browsers send those of the network.
            fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return fields, files


async def _parts(content_type: str, body: bytes) -> AsyncGenerator[tuple[str, str | bytes]]:
    """Read `multipart/form-data`."""

    async def whole() -> AsyncGenerator[bytes]:
        yield body

    headers = Headers({"content-type": content_type})
    # All of it is there by now, so its parts need no limits of their own.
    parser = MultiPartParser(headers, whole(), max_files=_MOST_FILES, max_fields=MOST_FIELDS, max_part_size=len(body))
    try:
        form = await parser.parse()
    except (MultiPartException, UnicodeError) as error:
        raise BadRequestError(f"This form cannot be read: {error}") from None
    try:
        for name, value in form.multi_items():
            yield name, await value.read() if isinstance(value, UploadFile) else value
    finally:
        await form.close()


async def _pairs(body: bytes) -> AsyncGenerator[tuple[str, str]]:
    """Read `application/x-www-form-urlencoded`."""
    if body.count(b"&") >= MOST_FIELDS:
        raise BadRequestError(f"A form has at most {MOST_FIELDS} fields.")
    for pair in body.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            yield decoded(name), decoded(value)


def decoded(text: bytes) -> str:
    """Answer a name or a value of a url-encoded form as it was before."""
    return b"".join(unquote_to_bytes(piece) for piece in _pieces(text.replace(b"+", b" "))).decode(errors="replace")


def _pieces(text: bytes) -> Iterator[bytes]:
    """Cut a text, but not within an escape."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        escape = text.rfind(b"%", end - 2, end)
        end = end if escape < 0 else escape
        yield text[start:end]
        start = end
