"""Reads messages of Protocol Buffers by tables of their fields.

Fields that are not in a table are passed over, as are groups, an older form of nesting.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

VARINT, FIXED64, SIZED, _GROUP, _GROUP_END, _FIXED32 = range(6)
_SIZES = {FIXED64: 8, _FIXED32: 4}
_DEEPEST = 100
Kind = tuple[int, Callable[[Any, int], Any]]
"""How a field stands on the wire, and how its value is read: from the number or the bytes, and the depth."""
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
        return read_message(table, data, 0)
    except IndexError:
        raise DecodeError("The message is cut off.") from None


def read_message(table: Table, data: bytes, depth: int) -> dict[str, Any]:  # noqa: C901, PLR0912 - calls cost most
    """Read a message that is so deep in others.

    Raises:
        DecodeError: The bytes are no message.
        IndexError: They are cut off.
    """
    if depth > _DEEPEST:
        raise DecodeError("The message is nested too deeply.")
    found: dict[str, Any] = {}
    groups: list[int] = []
    position, end = 0, len(data)
    while position < end:
        tag, position = data[position], position + 1
        if tag >= 0x80:
            tag, position = read_varint(data, position - 1)
        wire, start = tag & 7, position
        value: Any = None
        if wire == SIZED:
            size, start = data[position], position + 1
            if size >= 0x80:
                size, start = read_varint(data, position)
            position = start + size
        elif wire == VARINT:
            value, position = read_varint(data, position)
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


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    """Read a number: answers it, and where the next thing begins.

    Raises:
        DecodeError: It has too many bytes.
        IndexError: They are cut off.
    """
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


def table_of(fields: dict[int, tuple[str, Kind]], lists: dict[int, tuple[str, Kind]] | None = None) -> Table:
    """Build the table of a message from the numbers, names and kinds of its fields, and of those that are lists."""
    single = {number << 3 | kind[0]: (name, kind[1], False) for number, (name, kind) in fields.items()}
    return single | {number << 3 | kind[0]: (name, kind[1], True) for number, (name, kind) in (lists or {}).items()}


def inner(table: Table) -> Kind:
    """Say that a field is a message with these fields."""
    return SIZED, partial(read_message, table)
