"""Messages of a conversation, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELDS = ("content", "name", "tool_call_id", "role", "tool_calls", "tool_call")


def whole_messages(messages: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Give messages all of their fields: answers say null where requests leave out."""
    return None if messages is None else [whole_message(message) for message in messages]


def whole_message(message: Mapping[str, Any]) -> dict[str, Any]:
    """Give a message all of its fields."""
    return {**dict.fromkeys(_FIELDS), **message}
