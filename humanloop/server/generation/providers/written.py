"""Arguments of tool calls, which the API gives as text and some providers as objects."""

from __future__ import annotations

import json
from typing import Any

from humanloop.core.json_kinds import is_object
from humanloop.server.generation.providers.received import to_value
from humanloop.server.json_values import to_text


class WrittenObject(dict[str, Any]):
    """An object that knows how the model wrote it.

    Attributes:
        text: The JSON, letter by letter.
    """

    def __init__(self, value: dict[str, Any], text: str) -> None:
        super().__init__(value)
        self.text = text


def read_written(text: str) -> Any:
    """Read arguments that came in pieces: an object, or the text if they are none."""
    if not text.strip():
        return {}
    try:
        value = to_value(text)
    except ValueError:
        return text
    return WrittenObject(value, text) if is_object(value) else text


def text_of_arguments(value: Any) -> str:
    """Answer arguments as text: as they were written, where that is known."""
    if isinstance(value, WrittenObject):
        return value.text
    return value if isinstance(value, str) else json.dumps({} if value is None else value, ensure_ascii=False)


def tool_call(identifier: Any, name: Any, arguments: Any, number: int) -> dict[str, Any]:
    """Build a call as the API gives it."""
    return {
        "id": str(identifier or f"call_{number}"),
        "type": "function",
        "function": {"name": to_text(name or ""), "arguments": text_of_arguments(arguments)},
    }
