"""From the body of a form to its fields and files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from python_multipart.multipart import parse_options_header
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
_UTF_8 = frozenset({"utf-8", "utf8"})
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
        BadRequestError: It cannot be read, is not in UTF-8, or has too many fields.
    """
    if len(body) <= _SMALL:
        return await _parse(content_type, body)
    return await asyncio.to_thread(lambda: asyncio.run(_parse(content_type, body)))


async def _parse(content_type: str, body: bytes) -> Form:
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    kind, options = parse_options_header(content_type)
    charset = options.get(b"charset", b"utf-8").decode("latin-1")
    if charset.lower() not in _UTF_8:
        raise BadRequestError(f"This form is in {charset[:40]!r}; forms are read in UTF-8.")
    parts = _parts(options.get(b"boundary"), body) if kind == MULTIPART.encode() else _pairs(body)
    try:
        async for name, value in parts:
            if isinstance(value, bytes):
                files[name] = value
            else:
                # With the line ends of programs; browsers send those of the network.
                fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    except UnicodeError:
        raise BadRequestError("This form is not in UTF-8.") from None
    return fields, files


async def _parts(boundary: bytes | None, body: bytes) -> AsyncGenerator[tuple[str, str | bytes]]:
    """Read `multipart/form-data`."""

    async def whole() -> AsyncGenerator[bytes]:
        yield body

    # As bytes, one a letter: what the parser cannot decode it takes for something else, and says nothing.
    told = f"{MULTIPART}; charset=latin-1"
    if boundary is not None:
        told += '; boundary="{}"'.format(boundary.decode("latin-1").replace("\\", r"\\").replace('"', r"\""))
    # All of it is there by now, so its parts need no limits of their own.
    limits = {"max_files": _MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": len(body)}
    parser = MultiPartParser(Headers({"content-type": told}), whole(), **limits)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise BadRequestError(f"This form cannot be read: {error}") from None
    try:
        for name, value in form.multi_items():
            yield _text(name), await value.read() if isinstance(value, UploadFile) else _text(value)
    finally:
        await form.close()


def _text(letters: str) -> str:
    return letters.encode("latin-1").decode()


async def _pairs(body: bytes) -> AsyncGenerator[tuple[str, str]]:
    """Read `application/x-www-form-urlencoded`."""
    if body.count(b"&") >= MOST_FIELDS:
        raise BadRequestError(f"A form has at most {MOST_FIELDS} fields.")
    for pair in body.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            yield decoded(name), decoded(value)


def decoded(text: bytes) -> str:
    """Answer a name or a value of a url-encoded form as it was before.

    Raises:
        UnicodeDecodeError: It is not in UTF-8.
    """
    return b"".join(unquote_to_bytes(piece) for piece in _pieces(text.replace(b"+", b" "))).decode()


def _pieces(text: bytes) -> Iterator[bytes]:
    """Cut a text, but not within an escape."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        escape = text.rfind(b"%", end - 2, end)
        end = end if escape < 0 else escape
        yield text[start:end]
        start = end
