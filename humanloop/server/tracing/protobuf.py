"""Reads the binary form of OTLP into the same documents that its JSON form is.

The numbers of fields are frozen, so a table of them is all that is needed. Fields that are not in it are passed over,
as are groups, an older form of nesting. Attributes come out as Python values, not as a message per value.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from humanloop.server.storable import clean_number, clean_text

_VARINT, _FIXED64, _SIZED, _GROUP, _GROUP_END, _FIXED32 = range(6)
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_DEEPEST = 100
_Kind = tuple[int, Callable[[Any, int], Any]]
Table = dict[int, tuple[str, Callable[[Any, int], Any], bool]]
"""Fields of a message by number and wire type: name, how a value is read, whether it is one of a list."""


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
    try:
        return _message(table, data, 0)
    except IndexError:
        raise DecodeError("The message is cut off.") from None


def _message(table: Table, data: bytes, depth: int) -> dict[str, Any]:  # noqa: C901, PLR0912 - calls would cost most
    if depth > _DEEPEST:
        raise DecodeError("The message is nested too deeply.")
    found: dict[str, Any] = {}
    groups: list[int] = []
    position, end = 0, len(data)
    while position < end:
        tag, position = data[position], position + 1
        if tag >= 0x80:
            tag, position = _varint(data, position - 1)
        wire, start = tag & 7, position
        value: Any = None
        if wire == _SIZED:
            size, start = data[position], position + 1
            if size >= 0x80:
                size, start = _varint(data, position)
            position = start + size
        elif wire == _VARINT:
            value, position = _varint(data, position)
        elif wire in _SIZES:
            position += _SIZES[wire]
        elif wire == _GROUP:
            groups.append(tag >> 3)
        elif wire != _GROUP_END or not groups or groups.pop() != tag >> 3:
            raise DecodeError(f"There is no wire type {wire}.")
        if position > end or not 8 <= tag < 2**32:
            raise DecodeError("The message is cut off, or is none.")
        row = None if groups else table.get(tag)
        if row is not None:
            name, read, is_list = row
            value = read(data[start:position] if value is None else value, depth + 1)
            if is_list:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
    if groups:
        raise DecodeError("A group has no end.")
    return found


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """Read a number: answers it, and where the next thing begins."""
    value = data[position]
    if value < 0x80:
        return value, position + 1
    value &= 0x7F
    for shift in range(7, 70, 7):
        position += 1
        byte = data[position]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, position + 1
    raise DecodeError("A number has more than ten bytes.")


def _text(value: bytes, depth: int) -> str:
    del depth
    text = value.decode("utf-8", "replace")
    return clean_text(text) if "\0" in text else text


@lru_cache(4096)
def _name(value: bytes) -> str:
    """Read the name of an attribute: there are few, and each comes often."""
    return _text(value, 0)


def _any(data: bytes, depth: int) -> Any:
    """Read an `AnyValue`: the last of its fields is what it is."""
    if data[:1] == b"\x0a":
        # There are more texts than all else together, and mostly nothing follows.
        size, start = _varint(data, 1)
        if start + size == len(data):
            return _text(data[start:], depth)
    return _message(_VALUE, data, depth).get("value")


def _array(data: bytes, depth: int) -> list[Any]:
    values: list[Any] = _message(_ARRAY, data, depth).get("values", [])
    return values


def _object(data: bytes, depth: int) -> dict[str, Any]:
    return dict(_message(_OBJECT, data, depth).get("values", ()))


def _pair(data: bytes, depth: int) -> tuple[str, Any]:
    """Read a `KeyValue`."""
    if data[:1] == b"\x0a" and data[1] < 0x80:
        # Nearly all are written this way: a short name, then a value, and nothing else.
        end = data[1] + 2
        if data[end : end + 1] == b"\x12":
            size, start = _varint(data, end + 1)
            if start + size == len(data):
                return _name(data[2:end]), _any(data[start:], depth + 1)
    found = _message(_PAIR, data, depth)
    return found.get("key", ""), found.get("value")


def _table(fields: dict[int, tuple[str, _Kind]], lists: dict[int, tuple[str, _Kind]] | None = None) -> Table:
    """Build the table of a message from the numbers, names and kinds of its fields, and of those that are lists."""
    single = {number << 3 | kind[0]: (name, kind[1], False) for number, (name, kind) in fields.items()}
    return single | {number << 3 | kind[0]: (name, kind[1], True) for number, (name, kind) in (lists or {}).items()}


def _inner(table: Table) -> _Kind:
    return _SIZED, partial(_message, table)


_TEXT: _Kind = _SIZED, _text
_HEX: _Kind = _SIZED, lambda value, _: value.hex()
_WHOLE: _Kind = _VARINT, lambda value, _: value
_TIME: _Kind = _FIXED64, lambda value, _: int.from_bytes(value, "little")
_ANY: _Kind = _SIZED, _any
_ATTRIBUTES: tuple[str, _Kind] = "attributes", (_SIZED, _pair)
_VALUE = _table(
    {
        1: ("value", _TEXT),
        2: ("value", (_VARINT, lambda value, _: value != 0)),
        3: ("value", (_VARINT, lambda value, _: value - 2**64 if value >= 2**63 else value)),
        4: ("value", (_FIXED64, lambda value, _: clean_number(struct.unpack("<d", value)[0]))),
        5: ("value", (_SIZED, _array)),
        6: ("value", (_SIZED, _object)),
        7: ("value", (_SIZED, lambda value, _: base64.b64encode(value).decode())),
    }
)
_ARRAY = _table({}, {1: ("values", _ANY)})
_OBJECT = _table({}, {1: ("values", (_SIZED, _pair))})
_PAIR = _table({1: ("key", _TEXT), 2: ("value", _ANY)})
_RESOURCE = _table({}, {1: _ATTRIBUTES})
_SCOPE = _table({1: ("name", _TEXT), 2: ("version", _TEXT)})
_EVENT = _table({1: ("timeUnixNano", _TIME), 2: ("name", _TEXT)}, {3: _ATTRIBUTES})
_LINK = _table({1: ("traceId", _HEX), 2: ("spanId", _HEX)}, {4: _ATTRIBUTES})
_STATUS = _table({2: ("message", _TEXT), 3: ("code", _WHOLE)})
_SPAN = _table(
    {
        1: ("traceId", _HEX),
        2: ("spanId", _HEX),
        4: ("parentSpanId", _HEX),
        5: ("name", _TEXT),
        6: ("kind", _WHOLE),
        7: ("startTimeUnixNano", _TIME),
        8: ("endTimeUnixNano", _TIME),
        10: ("droppedAttributesCount", _WHOLE),
        15: ("status", _inner(_STATUS)),
    },
    {9: _ATTRIBUTES, 11: ("events", _inner(_EVENT)), 13: ("links", _inner(_LINK))},
)
_RECORD = _table(
    {
        1: ("timeUnixNano", _TIME),
        5: ("body", _ANY),
        9: ("traceId", _HEX),
        10: ("spanId", _HEX),
        11: ("observedTimeUnixNano", _TIME),
        12: ("eventName", _TEXT),
    },
    {6: _ATTRIBUTES},
)


def _request(kind: str, scopes: str, items: str, table: Table) -> Table:
    in_scope = _table({1: ("scope", _inner(_SCOPE))}, {2: (items, _inner(table))})
    in_resource = _table({1: ("resource", _inner(_RESOURCE))}, {2: (scopes, _inner(in_scope))})
    return _table({}, {1: (kind, _inner(in_resource))})


TRACES = _request("resourceSpans", "scopeSpans", "spans", _SPAN)
"""Fields of an `ExportTraceServiceRequest`."""
LOGS = _request("resourceLogs", "scopeLogs", "logRecords", _RECORD)
"""Fields of an `ExportLogsServiceRequest`."""
