"""Templates and messages as text for people: each message begins with its role in brackets, on a line of its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import InvalidRequestError
from humanloop.server.json_values import as_array, as_object, to_text
from humanloop.server.storable import TOO_DEEP, TooDeepError, is_too_deep
from humanloop.server.storable import read_json as read_kept

if TYPE_CHECKING:
    from collections.abc import Mapping

_JSON = re.compile(r"\s*\[\s*\{")
_ROLE = re.compile(r"^\[(system|user|assistant|tool|developer)\]$")


def to_messages(text: str, role: str) -> list[dict[str, Any]]:
    """Read messages; text before the first role is one of this role, and JSON is taken as it is.

    Raises:
        InvalidRequestError: It begins like JSON, and is none.
    """
    if _JSON.match(text):
        return [as_object(item) for item in as_array(read_json(text, "messages"))]
    messages: list[dict[str, Any]] = []
    lines: list[str] = []
    for line in [*text.split("\n"), None]:
        found = _ROLE.match(line.strip()) if line is not None else None
        if line is not None and found is None:
            lines.append(line)
            continue
        content = "\n".join(lines).strip("\n")
        if content or messages:
            messages = (
                [*messages[:-1], {**messages[-1], "content": content}]
                if messages
                else [{"role": role, "content": content}]
            )
        if found is not None:
            messages.append({"role": found.group(1), "content": ""})
        lines = []
    return messages


def from_messages(messages: Any) -> str:
    """Write messages; as JSON where they hold more than text."""
    found = [as_object(message) for message in as_array(messages)]
    plain = [{name: value for name, value in message.items() if value is not None} for message in found]
    if all(message.keys() <= {"role", "content"} and isinstance(message.get("content"), str) for message in plain):
        return "\n".join(f"[{message['role']}]\n{message['content']}" for message in plain)
    return json.dumps(plain, indent=2, ensure_ascii=False)


def read_json(text: str, name: str) -> Any:
    """Read JSON out of a field.

    Raises:
        InvalidRequestError: It is none, or nested deeper than is kept.
    """
    try:
        value = read_kept(text.encode())
        if is_too_deep(value):
            raise TooDeepError(TOO_DEEP)
    except ValueError as error:
        kind = "too_deep" if isinstance(error, TooDeepError) else "value_error"
        raise InvalidRequestError([(("form", name), f"{name} is {error}", kind)]) from None
    return value


def read_json_or_text(text: str, name: str) -> Any:
    """Read JSON out of a field that may hold a text as well.

    Raises:
        InvalidRequestError: It is nested deeper than is kept.
    """
    try:
        return read_json(text, name)
    except InvalidRequestError as error:
        if error.problems[0][2] == "too_deep":
            raise
        return text


def read_object(text: str, name: str) -> dict[str, Any]:
    """Read an object out of a field; nothing is an empty one.

    Raises:
        InvalidRequestError: It is none.
    """
    value: Any = read_json(text, name) if text.strip() else dict[str, Any]()
    if not is_object(value):
        raise InvalidRequestError([(("form", name), f"{name} is not an object.", "dict_type")])
    return value


def read_list(text: str, name: str) -> list[Any]:
    """Read a list out of a field; nothing is an empty one.

    Raises:
        InvalidRequestError: It is none.
    """
    value: Any = read_json(text, name) if text.strip() else list[Any]()
    if not is_list(value):
        raise InvalidRequestError([(("form", name), f"{name} is not a list.", "list_type")])
    return value


def values_as_text(values: Mapping[str, Any] | None) -> dict[str, str]:
    """Write inputs for fields."""
    return {name: to_text(value) for name, value in (values or {}).items()}
