"""The messages of OTLP: the numbers of their fields, which are frozen, and what they are in the JSON form.

Attributes come out as Python values, not as a message per value.
"""

from __future__ import annotations

import base64
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from humanloop.server.storable import clean_number, clean_text
from humanloop.server.tracing.protobuf import FIXED64, SIZED, VARINT, inner, read_message, read_varint, table_of

if TYPE_CHECKING:
    from humanloop.server.tracing.protobuf import Kind, Table


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
        size, start = read_varint(data, 1)
        if start + size == len(data):
            return _text(data[start:], depth)
    return read_message(_VALUE, data, depth).get("value")


def _array(data: bytes, depth: int) -> list[Any]:
    values: list[Any] = read_message(_ARRAY, data, depth).get("values", [])
    return values


def _object(data: bytes, depth: int) -> dict[str, Any]:
    return dict(read_message(_OBJECT, data, depth).get("values", ()))


def _pair(data: bytes, depth: int) -> tuple[str, Any]:
    """Read a `KeyValue`."""
    if data[:1] == b"\x0a" and data[1] < 0x80:
        # Nearly all are written this way: a short name, then a value, and nothing else.
        end = data[1] + 2
        if data[end : end + 1] == b"\x12":
            size, start = read_varint(data, end + 1)
            if start + size == len(data):
                return _name(data[2:end]), _any(data[start:], depth + 1)
    found = read_message(_PAIR, data, depth)
    return found.get("key", ""), found.get("value")


_TEXT: Kind = SIZED, _text
_HEX: Kind = SIZED, lambda value, _: value.hex()
_WHOLE: Kind = VARINT, lambda value, _: value
_TIME: Kind = FIXED64, lambda value, _: int.from_bytes(value, "little")
_ANY: Kind = SIZED, _any
_ATTRIBUTES: tuple[str, Kind] = "attributes", (SIZED, _pair)
_VALUE = table_of(
    {
        1: ("value", _TEXT),
        2: ("value", (VARINT, lambda value, _: value != 0)),
        3: ("value", (VARINT, lambda value, _: value - 2**64 if value >= 2**63 else value)),
        4: ("value", (FIXED64, lambda value, _: clean_number(struct.unpack("<d", value)[0]))),
        5: ("value", (SIZED, _array)),
        6: ("value", (SIZED, _object)),
        7: ("value", (SIZED, lambda value, _: base64.b64encode(value).decode())),
    }
)
_ARRAY = table_of({}, {1: ("values", _ANY)})
_OBJECT = table_of({}, {1: ("values", (SIZED, _pair))})
_PAIR = table_of({1: ("key", _TEXT), 2: ("value", _ANY)})
_RESOURCE = table_of({}, {1: _ATTRIBUTES})
_SCOPE = table_of({1: ("name", _TEXT), 2: ("version", _TEXT)})
_EVENT = table_of({1: ("timeUnixNano", _TIME), 2: ("name", _TEXT)}, {3: _ATTRIBUTES})
_LINK = table_of({1: ("traceId", _HEX), 2: ("spanId", _HEX)}, {4: _ATTRIBUTES})
_STATUS = table_of({2: ("message", _TEXT), 3: ("code", _WHOLE)})
_SPAN = table_of(
    {
        1: ("traceId", _HEX),
        2: ("spanId", _HEX),
        4: ("parentSpanId", _HEX),
        5: ("name", _TEXT),
        6: ("kind", _WHOLE),
        7: ("startTimeUnixNano", _TIME),
        8: ("endTimeUnixNano", _TIME),
        10: ("droppedAttributesCount", _WHOLE),
        15: ("status", inner(_STATUS)),
    },
    {9: _ATTRIBUTES, 11: ("events", inner(_EVENT)), 13: ("links", inner(_LINK))},
)
_RECORD = table_of(
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
    in_scope = table_of({1: ("scope", inner(_SCOPE))}, {2: (items, inner(table))})
    in_resource = table_of({1: ("resource", inner(_RESOURCE))}, {2: (scopes, inner(in_scope))})
    return table_of({}, {1: (kind, inner(in_resource))})


TRACES = _request("resourceSpans", "scopeSpans", "spans", _SPAN)
"""Fields of an `ExportTraceServiceRequest`."""
LOGS = _request("resourceLogs", "scopeLogs", "logRecords", _RECORD)
"""Fields of an `ExportLogsServiceRequest`."""
