"""AWS's event streams: binary frames with headers, a JSON payload and two checksums."""

from __future__ import annotations

from struct import unpack, unpack_from
from typing import TYPE_CHECKING, Any
from zlib import crc32

from humanloop.server.generation.providers.form import event_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PRELUDE = 12
_CHECKSUM = 4
_LONGEST = 16 * 1024 * 1024
_SIZES = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
"""Kinds of header values → their sizes; others say it themselves."""
_TEXTS = frozenset({6, 7})
_TEXT = 7


class AwsFrames:
    """Bytes to events, however they are cut: each is `{name of the event: payload}`, or `{"error": …}`.

    Args:
        scrub: Takes keys out of texts.
    """

    is_over = False

    def __init__(self, scrub: Callable[[str], str]) -> None:
        self._scrub = scrub
        self._data = b""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take bytes; answers the events that they complete.

        Raises:
            ValueError: They are no frames.
        """
        self._data += chunk
        while len(self._data) >= _PRELUDE:
            total, headers, checksum = unpack(">III", self._data[:_PRELUDE])
            if crc32(self._data[: _PRELUDE - _CHECKSUM]) != checksum or total > _LONGEST:
                raise ValueError("what arrives are no frames of an event stream")
            if headers + _PRELUDE + _CHECKSUM > total:
                raise ValueError("a frame of the event stream is shorter than its headers")
            if len(self._data) < total:
                return
            frame, self._data = self._data[:total], self._data[total:]
            if crc32(frame[:-_CHECKSUM]) != unpack_from(">I", frame, total - _CHECKSUM)[0]:
                raise ValueError("a frame of the event stream is damaged")
            payload = frame[_PRELUDE + headers : -_CHECKSUM]
            yield self._event(_headers(frame[_PRELUDE : _PRELUDE + headers]), payload)

    def end(self) -> Iterator[dict[str, Any]]:
        """Take the end: what is left of a frame is none."""
        yield from ()

    def _event(self, headers: dict[str, str], payload: bytes) -> dict[str, Any]:
        value = event_value(self._scrub(payload.decode())) or {}
        kind = headers.get(":message-type")
        if kind == "exception":
            return {"error": {"type": headers.get(":exception-type", ""), "message": value.get("message") or ""}}
        if kind == "error":
            message = self._scrub(headers.get(":error-message", ""))
            return {"error": {"type": headers.get(":error-code", ""), "message": message}}
        return {headers.get(":event-type", ""): value}


def _headers(data: bytes) -> dict[str, str]:
    """Read those headers that are texts.

    Raises:
        ValueError: They are none.
    """
    found: dict[str, str] = {}
    place = 0
    while place < len(data):
        length = data[place]
        name = data[place + 1 : place + 1 + length].decode()
        place += 1 + length
        kind = data[place] if place < len(data) else -1
        place += 1
        if kind in _TEXTS:
            if place + 2 > len(data):
                raise ValueError("a header of the event stream is cut")
            (size,) = unpack_from(">H", data, place)
            place += 2
        elif kind in _SIZES:
            size = _SIZES[kind]
        else:
            raise ValueError("a header of the event stream is of a kind that nobody knows")
        if kind == _TEXT:
            found[name] = data[place : place + size].decode()
        place += size
    return found
