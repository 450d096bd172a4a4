"""Reads the binary form of OTLP into the same documents that its JSON form is.

The numbers of fields are frozen, so a table of them is all that is needed. Fields that are not in it are passed over,
as are groups, an older form of nesting. Attributes come out as Python values, not as a message per value.
"""

from __future__ import annotations

import base64
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from humanloop.server.storable import clean_number, clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_VARINT, _FIXED64, _SIZED, _GROUP, _GROUP_END, _FIXED32 = range(6)
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_DEEPEST = 100


class DecodeError(ValueError):
    """The bytes are no message of this kind."""


def decode(data: bytes, table: Table) -> dict[str, Any]:
    """Read a message.

    Args:
        data: Its bytes.
        table: Its fields.

    Raises:
        DecodeError: The bytes are no message, or are cut off.
    """
    return _message(data, table, 0)


def _fields(data: bytes) -> Iterator[tuple[int, int, Any]]:  # noqa: C901 - one loop: a call for each field would cost the most
    """List the fields of a message: number, wire type, value."""
    position, end = 0, len(data)
    groups: list[int] = []
    while position < end:
        tag = data[position]
        position += 1
        if tag >= 0x80:
            tag, position = _varint(data, position - 1)
        number, wire = tag >> 3, tag & 7
        value: Any = None
        if wire == _SIZED:
            # Most sizes are of one byte, and a call for each would cost more than all the rest.
            size = data[position] if position < end else 0x80
            position += 1
            if size >= 0x80:
                size, position = _varint(data, position - 1)
            value = data[position : position + size]
            position += size
        elif wire == _VARINT:
            value, position = _varint(data, position)
        elif wire in _SIZES:
            value = data[position : position + _SIZES[wire]]
            position += _SIZES[wire]
        elif wire == _GROUP:
            groups.append(number)
        elif wire != _GROUP_END or not groups or groups.pop() != number:
            raise DecodeError(f"There is no wire type {wire}.")
        if position > end or not 0 < number < 2**29:
            raise DecodeError("The message is cut off, or is none.")
        if not groups and value is not None:
            yield number, wire, value
    if groups:
        raise DecodeError("A group has no end.")


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """Read a number: answers it, and where the next thing begins."""
    try:
        byte = data[position]
        if byte < 0x80:
            return byte, position + 1
        value = byte & 0x7F
        for shift in range(7, 70, 7):
            position += 1
            byte = data[position]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value & 0xFFFFFFFFFFFFFFFF, position + 1
    except IndexError:
        raise DecodeError("The message is cut off.") from None
    raise DecodeError("A number has more than ten bytes.")


def _message(data: bytes, table: Table, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise DecodeError("The message is nested too deeply.")
    found: dict[str, Any] = {}
    for number, wire, value in _fields(data):
        row = table.get(number)
        if row is None or row[0] != wire:
            continue
        _, name, read, is_list = row
        item = read(value, depth + 1) if callable(read) else _message(value, read, depth + 1)
        if is_list:
            found.setdefault(name, []).append(item)
        else:
            found[name] = item
    return found


def _text(value: bytes, depth: int) -> str:
    del depth
    text = value.decode("utf-8", "replace")
    return clean_text(text) if "\0" in text else text


@lru_cache(4096)
def _name(value: bytes) -> str:
    """Read the name of an attribute: there are few, and each comes often."""
    return _text(value, 0)


def _hex(value: bytes, depth: int) -> str:
    del depth
    return value.hex()


def _number(value: Any, depth: int) -> int:
    del depth
    return int.from_bytes(value, "little") if isinstance(value, bytes) else value


def _any(data: bytes, depth: int) -> Any:
    """Read an `AnyValue`: the last of its fields is what it is."""
    if depth > _DEEPEST:
        raise DecodeError("A value is nested too deeply.")
    if data[:1] == b"\x0a":
        # Most values are texts, and there are more of them than of all else together.
        size, position = _varint(data, 1)
        if position + size == len(data):
            return _text(data[position:], depth)
    result: Any = None
    for number, wire, value in _fields(data):
        row = _KINDS.get(number)
        if row is not None and row[0] == wire:
            result = row[1](value, depth)
    return result


def _flag(value: int, depth: int) -> bool:
    del depth
    return value != 0


def _signed(value: int, depth: int) -> int:
    del depth
    return value - 2**64 if value >= 2**63 else value


def _double(value: bytes, depth: int) -> float | str:
    del depth
    return clean_number(struct.unpack("<d", value)[0])


def _base64(value: bytes, depth: int) -> str:
    del depth
    return base64.b64encode(value).decode()


def _array(data: bytes, depth: int) -> list[Any]:
    return [_any(item, depth + 1) for number, wire, item in _fields(data) if number == 1 and wire == _SIZED]


def _object(data: bytes, depth: int) -> dict[str, Any]:
    return dict(_pair(item, depth + 1) for number, wire, item in _fields(data) if number == 1 and wire == _SIZED)


def _pair(data: bytes, depth: int) -> tuple[str, Any]:
    """Read a `KeyValue`."""
    key, result = "", None
    for number, wire, value in _fields(data):
        if number == 1 and wire == _SIZED:
            key = _name(value) if len(value) < 128 else _text(value, depth)
        elif number == 2 and wire == _SIZED:
            result = _any(value, depth + 1)
    return key, result


_KINDS: dict[int, tuple[int, Callable[[Any, int], Any]]] = {
    1: (_SIZED, _text),
    2: (_VARINT, _flag),
    3: (_VARINT, _signed),
    4: (_FIXED64, _double),
    5: (_SIZED, _array),
    6: (_SIZED, _object),
    7: (_SIZED, _base64),
}
"""Kinds of an `AnyValue` by number: wire type, and how its value is read."""
Table = dict[int, tuple[int, str, Any, bool]]
"""Fields of a message by number: wire type, name, how its value is read (a table if it is a message), whether it is
one of a list."""
_Row = tuple[int, str, Any, bool]


def _sized(name: str, read: Callable[[bytes, int], Any] | Mapping[int, _Row], *, many: bool = False) -> _Row:
    return _SIZED, name, read, many


_ATTRIBUTES = _sized("attributes", _pair, many=True)
_RESOURCE: Table = {1: _ATTRIBUTES}
_SCOPE: Table = {1: _sized("name", _text), 2: _sized("version", _text)}
_EVENT: Table = {1: (_FIXED64, "timeUnixNano", _number, False), 2: _sized("name", _text), 3: _ATTRIBUTES}
_LINK: Table = {1: _sized("traceId", _hex), 2: _sized("spanId", _hex), 4: _ATTRIBUTES}
_STATUS: Table = {2: _sized("message", _text), 3: (_VARINT, "code", _number, False)}
_SPAN: Table = {
    1: _sized("traceId", _hex),
    2: _sized("spanId", _hex),
    4: _sized("parentSpanId", _hex),
    5: _sized("name", _text),
    6: (_VARINT, "kind", _number, False),
    7: (_FIXED64, "startTimeUnixNano", _number, False),
    8: (_FIXED64, "endTimeUnixNano", _number, False),
    9: _ATTRIBUTES,
    10: (_VARINT, "droppedAttributesCount", _number, False),
    11: _sized("events", _EVENT, many=True),
    13: _sized("links", _LINK, many=True),
    15: _sized("status", _STATUS),
}
_RECORD: Table = {
    1: (_FIXED64, "timeUnixNano", _number, False),
    5: _sized("body", _any),
    6: _ATTRIBUTES,
    9: _sized("traceId", _hex),
    10: _sized("spanId", _hex),
    11: (_FIXED64, "observedTimeUnixNano", _number, False),
    12: _sized("eventName", _text),
}


def _request(kind: str, scopes: str, items: str, table: Table) -> Table:
    in_scope: Table = {1: _sized("scope", _SCOPE), 2: _sized(items, table, many=True)}
    in_resource: Table = {1: _sized("resource", _RESOURCE), 2: _sized(scopes, in_scope, many=True)}
    return {1: _sized(kind, in_resource, many=True)}


TRACES = _request("resourceSpans", "scopeSpans", "spans", _SPAN)
"""Fields of an `ExportTraceServiceRequest`."""
LOGS = _request("resourceLogs", "scopeLogs", "logRecords", _RECORD)
"""Fields of an `ExportLogsServiceRequest`."""
