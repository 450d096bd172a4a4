"""Server-sent events: bytes to events, events to partial answers.

The decoder is pure: whatever the pieces that the network cuts a stream into, the events are the same.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from humanloop.exceptions import ApiConnectionError, ApiStreamingException
from humanloop.json_kinds import is_list, is_object
from humanloop.serialization import from_json
from humanloop.type_names import resolved

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

LONGEST_EVENT = 16 * 1024 * 1024
"""Characters that one event may have."""

END = "[DONE]"
"""Data that some servers send to say that a stream is complete."""


class EventDecoder:
    """Server-sent events as they arrive: `feed` bytes, take the data of each complete event."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self._rest = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> list[str]:
        """Take bytes and answer the data of the events that they complete.

        Raises:
            ApiStreamingException: The bytes are not UTF-8, or an event is longer than `LONGEST_EVENT`.
        """
        try:
            text = self._rest + self._decode(chunk)
        except UnicodeDecodeError as error:
            raise ApiStreamingException(200, "the stream is not UTF-8") from error
        # A CR at the end may be the first half of a CRLF: it waits for what follows.
        held = "\r" if text.endswith("\r") else ""
        lines = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest = lines.pop() + held
        events = [event for line in lines if (event := self._line(line)) is not None]
        if self._size + len(self._rest) > LONGEST_EVENT:
            raise ApiStreamingException(200, f"an event of the stream is longer than {LONGEST_EVENT} characters")
        return events

    def end(self) -> list[str]:
        """Take the end of the transfer: a last event counts although no blank line follows it."""
        return self.feed(b"\n\n")

    def _line(self, line: str) -> str | None:
        if not line:
            event = "\n".join(self._data) if self._data else None
            self._data.clear()
            self._size = 0
            return event
        field, _, value = line.partition(":")
        if field == "data":
            value = value.removeprefix(" ")
            self._data.append(value)
            self._size += len(value)
        return None


def to_items(data: str, items: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Make the partial answers of one event.

    Args:
        data: The event's data.
        items: Field of the event that lists the partial answers.
        keys: Keys of a partial answer; one that the answer lacks is taken from the event around it, else None.

    Raises:
        ApiStreamingException: The event is no JSON object, or the server reports an error in it.
    """
    try:
        event = from_json(data)
    except ValueError as error:
        raise ApiStreamingException(200, "an event of the stream is not JSON", data) from error
    if not is_object(event):
        raise ApiStreamingException(200, "an event of the stream is not an object", event)
    partial = event.get(items)
    if event.get("error") is not None or not is_list(partial):
        raise ApiStreamingException(200, "the stream broke off with an error of the server", event)
    return [{key: answer[key] if key in answer else event.get(key) for key in keys} for answer in partial]


def keys_of(event: str) -> tuple[str, ...]:
    """The keys of a partial answer.

    Args:
        event: Its type, for example `types.StreamToken`.
    """
    return tuple(resolved(event).__annotations__)


def answers(pieces: Iterator[bytes], items: str, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Make partial answers of the bytes of a stream, each as soon as its event is complete.

    Args:
        pieces: The bytes as they come; an empty piece is the end of the transfer.
        items: As for `to_items`.
        keys: As for `to_items`.

    Raises:
        ApiStreamingException: The stream breaks, or an event is of no use.
    """
    decoder = EventDecoder()
    try:
        for piece in pieces:
            for data in decoder.feed(piece) if piece else decoder.end():
                if data == END:
                    return
                yield from to_items(data, items, keys)
    except ApiConnectionError as error:
        raise ApiStreamingException.of(error) from error


async def answers_async(
    pieces: AsyncIterator[bytes], items: str, keys: tuple[str, ...]
) -> AsyncIterator[dict[str, Any]]:
    """`answers`, awaited."""
    decoder = EventDecoder()
    try:
        async for piece in pieces:
            for data in decoder.feed(piece) if piece else decoder.end():
                if data == END:
                    return
                for item in to_items(data, items, keys):
                    yield item
    except ApiConnectionError as error:
        raise ApiStreamingException.of(error) from error
