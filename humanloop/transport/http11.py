"""Status line and headers of an answer, for the synchronous transport: read strictly, and within limits."""

from __future__ import annotations

from http.client import BadStatusLine, HTTPException, RemoteDisconnected
from typing import TYPE_CHECKING, NamedTuple

from humanloop.transport.route import LARGEST_HEAD, MOST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Head(NamedTuple):
    """What stands before the body."""

    version: int
    status: int
    reason: str
    fields: list[tuple[str, str]]
    chunked: bool
    length: int | None
    """Bytes of the body; None if the chunks or the end of the connection tell."""
    keeps_alive: bool


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
        version, status, reason = _status_line(lines[0] if lines else b"")
        if not 100 <= status < 200 or status == 101:
            return _head(version, status, reason, _fields(lines[1:]), method)
        left -= 2 + len(lines)


def _status_line(line: bytes) -> tuple[int, int, str]:
    text = line.decode("latin-1").rstrip("\r\n")
    version, _, rest = text.partition(" ")
    status, _, reason = rest.strip().partition(" ")
    if not version.startswith("HTTP/1.") or len(status) != 3 or not (status.isascii() and status.isdigit()):
        raise BadStatusLine(repr(text[:60]))
    return 10 if version == "HTTP/1.0" else 11, int(status), reason.strip()


def _fields(lines: list[bytes]) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if line[0] in b" \t" and fields:
            # A long value that goes on in the next line: obsolete, and still allowed.
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.decode('latin-1').strip()}")
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
    return Head(version, status, reason, fields, chunked, length, keeps_alive and (chunked or length is not None))


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
    if len(lengths) > 1 or not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise HTTPException("the length of the answer is stated several times, or is no number")
    return int(text), False
