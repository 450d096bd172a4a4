"""Server-sent events: bytes to events, events to partial answers.

The decoder is pure: whatever the pieces that the network cuts a stream into, the events are the same.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any

from humanloop.core.errors import ApiConnectionError, ApiStreamingException
from humanloop.core.json import from_answer
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.type_names import resolved

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from humanloop.core.response import ApiResponse

LONGEST_EVENT = 16 * 1024 * 1024
"""Bytes that one event may have."""

END = "[DONE]"
"""Data that some servers send to say that a stream is complete."""


class _BrokenStreamError(ValueError):
    """What arrives is no stream of answers.

    Attributes:
        body: What could not be used.
    """

    def __init__(self, reason: str, body: Any = None) -> None:
        super().__init__(reason)
        self.body = body


class EventDecoder:
    """Server-sent events as they arrive: `feed` bytes, take the data of each complete event."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []  # of a line that is not complete
        self._pieces_size = 0
        self._data: list[bytes] = []  # of an event that is not complete, line by line
        self._data_size = 0
        self._after_cr = False
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Take bytes and answer the data of the events that they complete.

        Raises:
            ValueError: The bytes are not UTF-8, or an event is longer than `LONGEST_EVENT`.
        """
        if self._after_cr or b"\r" in chunk:
            chunk = self._with_plain_ends(chunk)
        *lines, rest = chunk.split(b"\n")
        if lines:
            lines[0] = self._completed(lines[0])
        for line in lines:
            if not line:
                if self._data:
                    yield self._event()
            else:
                self._take(line)
        if rest:
            self._pieces.append(rest)
            self._pieces_size += len(rest)
            self._check_size()

    def end(self) -> Iterator[str]:
        """Take the end of the transfer: a last event counts although no blank line follows it."""
        yield from self.feed(b"\n\n")

    def _with_plain_ends(self, chunk: bytes) -> bytes:
        ends_in_cr = chunk.endswith(b"\r") if chunk else self._after_cr
        if self._after_cr:
            # The CR has ended its line already; an LF after it belongs to it.
            chunk = chunk.removeprefix(b"\n")
        self._after_cr = ends_in_cr
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _completed(self, line: bytes) -> bytes:
        if self._pieces:
            line = b"".join((*self._pieces, line))
            self._pieces.clear()
            self._pieces_size = 0
        if not self._begun:
            self._begun = True
            line = line.removeprefix(BOM_UTF8)
        return line

    def _take(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        if field == b"data":
            self._data.append(value.removeprefix(b" "))
            self._data_size += len(line)
            self._check_size()
        elif not line.isascii():
            _text(line)

    def _event(self) -> str:
        text = _text(b"\n".join(self._data))
        self._data.clear()
        self._data_size = 0
        return text

    def _check_size(self) -> None:
        if self._data_size + self._pieces_size > LONGEST_EVENT:
            raise _BrokenStreamError(f"an event of the stream is longer than {LONGEST_EVENT} bytes")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _BrokenStreamError("the stream is not UTF-8") from error


def to_items(data: str, items: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Make the partial answers of one event.

    Args:
        data: The event's data.
        items: Field of the event that lists the partial answers.
        keys: Keys of a partial answer; one that the answer lacks is taken from the event around it, else None.

    Raises:
        ValueError: The event is no JSON object, or the server reports an error in it.
    """
    if not data.strip():
        return []  # it keeps the connection alive
    if not items:
        return [_event(data)]
    try:
        event = from_answer(data)
    except ValueError as error:
        raise _BrokenStreamError("an event of the stream is not JSON", data) from error
    if not is_object(event):
        raise _BrokenStreamError("an event of the stream is not an object", event)
    partial = event.get(items)
    if event.get("error") is not None or not is_list(partial):
        raise _BrokenStreamError("the stream broke off with an error of the server", event)
    made: list[dict[str, Any]] = []
    for answer in partial:
        if not is_object(answer):
            raise _BrokenStreamError("an event of the stream does not hold answers", event)
        made.append({key: answer[key] if key in answer else event.get(key) for key in keys})
    return made


def _event(data: str) -> Any:
    """Make an answer of an event that is one as it stands: JSON, else text."""
    try:
        return from_answer(data)
    except ValueError:
        return data


def keys_of(event: str) -> tuple[str, ...]:
    """The keys of a partial answer.

    Args:
        event: Its type, for example `types.StreamToken`.
    """
    return tuple(resolved(event).__annotations__)


def answers(
    head: ApiResponse, items: str, keys: tuple[str, ...], ended: Callable[[str], object] | None = None
) -> Iterator[dict[str, Any]]:
    """Make partial answers of an open stream, each as soon as its event is complete.

    Args:
        head: The answer that opened it.
        items: As for `to_items`.
        keys: As for `to_items`.
        ended: Hears the last event, once nothing more is read: what counts for the whole stands in it.

    Raises:
        ApiStreamingException: The stream breaks, or an event is of no use.
    """
    decoder, last = EventDecoder(), ""
    try:
        for piece in head.pieces:
            for data in decoder.feed(piece) if piece else decoder.end():
                if data.strip() == END:
                    return
                last = data
                yield from to_items(data, items, keys)
    except (ApiConnectionError, _BrokenStreamError) as error:
        raise _broken(error, head) from error
    finally:
        head.pieces.close()
        if ended is not None:
            ended(last)


async def answers_async(
    head: ApiResponse, items: str, keys: tuple[str, ...], ended: Callable[[str], object] | None = None
) -> AsyncIterator[dict[str, Any]]:
    """`answers`, awaited."""
    decoder, last = EventDecoder(), ""
    try:
        async for piece in head.pieces:
            for data in decoder.feed(piece) if piece else decoder.end():
                if data.strip() == END:
                    return
                last = data
                for item in to_items(data, items, keys):
                    yield item
    except (ApiConnectionError, _BrokenStreamError) as error:
        raise _broken(error, head) from error
    finally:
        await head.pieces.aclose()
        if ended is not None:
            ended(last)


def _broken(error: ApiConnectionError | _BrokenStreamError, head: ApiResponse) -> ApiStreamingException:
    reason = error.reason if isinstance(error, ApiConnectionError) else str(error)
    return ApiStreamingException.kind_of(error)(head.status, reason, error.body, head.headers, head.round_trip_time)
