"""HTTP/1.1 as it is read by the synchronous transport: heads and chunks, strictly and within limits.

`http.client`, which urllib3 reads with, takes an answer that is cut within its head for an empty 200, accepts lengths
that contradict each other, and parses headers as an e-mail's, which takes a third of a small call's time. What is
promised instead: a head is whole or an error, one length counts, and 100 KiB or 200 fields are the most. This module
would be superfluous with a parser in urllib3 that is strict about these, and as fast.
"""

from __future__ import annotations

from http.client import BadStatusLine, HTTPException, RemoteDisconnected
from typing import TYPE_CHECKING

from humanloop.transport.route import LARGEST_HEAD, MOST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEXADECIMAL = b"0123456789abcdefABCDEF"
_LONGEST_LENGTH = 18
"""Digits that a length may have: no body is longer, and Python takes long over long numbers."""


class Head:
    """What stands before the body."""

    __slots__ = ("chunked", "fields", "keeps_alive", "length", "reason", "status", "version")

    def __init__(
        self,
        version: int,
        status: int,
        reason: str,
        fields: list[tuple[str, str]],
        *,
        chunked: bool,
        length: int | None,
        keeps_alive: bool,
    ) -> None:
        self.version = version
        self.status = status
        self.reason = reason
        self.fields = fields
        self.chunked = chunked
        self.length = length
        """Bytes of the body; None if the chunks or the end of the connection tell."""
        self.keeps_alive = keeps_alive


def read_head(read_line: Callable[[int], bytes], method: str) -> Head:
    """Read the head of an answer; interim answers (1xx) are passed over.

    Args:
        read_line: Answers the next line, with its end, of at most so many bytes.
        method: Of the request.

    Raises:
        HTTPException: It is no HTTP, too large, or it contradicts itself.
        RemoteDisconnected: The connection ends before an answer begins.
    """
    left = LARGEST_HEAD
    while True:
        lines: list[bytes] = []
        while (line := read_line(left + 1)) not in (b"\r\n", b"\n"):
            left -= len(line)
            if left < 0 or len(lines) > MOST_FIELDS:
                raise HTTPException(f"the headers are more than {LARGEST_HEAD} bytes or {MOST_FIELDS} fields")
            if not line.endswith(b"\n"):
                if not lines and not line:
                    raise RemoteDisconnected("the connection was closed without an answer")
                raise HTTPException("the connection was closed within the headers")
            lines.append(line)
        first, *others = _text(lines).split("\n")
        version, status, reason = _status_line(first)
        if not 100 <= status < 200 or status == 101:
            return _head(version, status, reason, _fields(others[:-1]), method)
        left -= 2 + len(lines)


def _text(lines: list[bytes]) -> str:
    text = b"".join(lines).decode("latin-1")
    # Whatever the answer is handed on to might take them for the end of a line or of the text (RFC 9110, 5.5).
    if "\0" in text or text.count("\r") > text.count("\r\n"):
        raise HTTPException("the headers hold a NUL, or a carriage return that ends no line")
    return text


def _status_line(line: str) -> tuple[int, int, str]:
    version, _, rest = line.rstrip("\r").partition(" ")
    status, _, reason = rest.strip().partition(" ")
    if not version.startswith("HTTP/1.") or len(status) != 3 or not (status.isascii() and status.isdigit()):
        raise BadStatusLine(repr(line[:60]))
    return 10 if version == "HTTP/1.0" else 11, int(status), reason.strip()


def _fields(lines: list[str]) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[0] in " \t" and fields:
            # A long value that goes on in the next line: obsolete, and still allowed.
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif not colon or not name or not name.isascii() or not name.isprintable() or " " in name:
            raise HTTPException(f"a header line is malformed ({line[:60]!r})")
        else:
            fields.append((name, value.strip()))
    return fields


def _head(version: int, status: int, reason: str, fields: list[tuple[str, str]], method: str) -> Head:
    stated: dict[str, list[str]] = {}
    for name, value in fields:
        stated.setdefault(name.lower(), []).append(value)
    length, chunked = body_length(stated.get("content-length", ()), stated.get("transfer-encoding", ()))
    if method == "HEAD" or status in (101, 204, 304):
        length, chunked = 0, False
    connection = ",".join(stated.get("connection", ())).lower()
    keeps_alive = "keep-alive" in connection if version == 10 else "close" not in connection
    # After 101 it speaks another protocol.
    keeps_alive = keeps_alive and (chunked or length is not None) and status != 101
    return Head(version, status, reason, fields, chunked=chunked, length=length, keeps_alive=keeps_alive)


def body_length(lengths: Sequence[str], codings: Sequence[str]) -> tuple[int | None, bool]:
    """Find out from the headers how long the body is.

    Args:
        lengths: The values of all `Content-Length`.
        codings: The values of all `Transfer-Encoding`.

    Returns:
        The number of bytes, None if it is not stated; and whether the body comes in chunks.

    Raises:
        HTTPException: The headers contradict each other or themselves.
    """
    if codings:
        if lengths or len(codings) > 1 or codings[0].strip().lower() != "chunked":
            raise HTTPException("the headers contradict each other about the length of the answer")
        return None, True
    if not lengths:
        return None, False
    text = lengths[0].strip()
    if len(lengths) > 1:
        raise HTTPException("the length of the answer is stated several times")
    if not (text.isascii() and text.isdigit()):
        raise HTTPException(f"the length of the answer is no number ({text[:20]!r})")
    if len(text) > _LONGEST_LENGTH:
        raise HTTPException(f"the length of the answer has more than {_LONGEST_LENGTH} digits")
    return int(text), False


class Chunks:
    """A body that comes in chunks, in whatever pieces those arrive.

    Attributes:
        ended: Whether the body is complete.
        rest: What is not used yet: the beginning of a line; when the body has ended, what came after it.
    """

    def __init__(self) -> None:
        self.ended = False
        self.rest = b""
        self._left = 0
        self._after_chunk = False
        self._after_last = False
        self._trailer = 0

    def feed(self, data: bytes) -> bytes:
        """Take bytes as they arrived and answer what they hold of the body.

        Raises:
            HTTPException: The frames are malformed.
        """
        if self.rest:
            data = self.rest + data
        pieces: list[bytes] = []
        at = 0
        while not self.ended:
            if self._left:
                piece = data[at : at + self._left]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left:
                    break
            end = data.find(b"\n", at)
            if end < 0:
                break
            self._take(data[at:end].removesuffix(b"\r"))
            at = end + 1
        self.rest = data[at:]
        if not self.ended and len(self.rest) + self._trailer > LARGEST_HEAD:
            raise HTTPException(f"a line between the chunks is longer than {LARGEST_HEAD} bytes")
        return b"".join(pieces)

    def _take(self, line: bytes) -> None:
        """Take a line: the end of a chunk, the size of the next one, or a field after the last."""
        if self._after_chunk:
            if line:
                raise HTTPException(f"a chunk is longer than it said ({line[:20]!r})")
            self._after_chunk = False
        elif self._after_last:
            self._trailer += len(line)
            self.ended = not line
        else:
            size = line.partition(b";")[0].strip()
            if not 0 < len(size) <= 16 or size.strip(_HEXADECIMAL):
                raise HTTPException(f"the size of a chunk is no number ({line[:20]!r})")
            self._left = int(size, 16)
            self._after_chunk = self._left > 0
            self._after_last = self._left == 0
