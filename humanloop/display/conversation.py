"""Messages of a chat, as a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from humanloop.core.json_kinds import is_list
from humanloop.display.fields import fields_of, is_model, is_models, shortened
from humanloop.display.markup import DIM, MONO, Html, dim, element, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLOURS = {"user": "#3b82f6", "assistant": "#22a06b", "system": "#8b8b8b", "tool": "#d97706"}
_FIRST = 10
_LAST = 30
_LONGEST = 4000


def is_role(value: object) -> bool:
    """Say whether a value is a message: somebody says something in it."""
    return is_model(value) and "role" in vars(value) and "content" in vars(value)


def is_messages(value: object) -> TypeGuard[list[Any]]:
    """Say whether a value is a list of messages."""
    return is_models(value) and all(map(is_role, value))


def conversation(messages: Sequence[Any], limit: int = _LONGEST) -> Html:
    """Show messages one below the other; of very many, the first and the last.

    Args:
        messages: The messages.
        limit: Characters that are shown of each text.
    """
    left_out = len(messages) - _FIRST - _LAST
    if left_out <= 0:
        return joined(_message(message, limit) for message in messages)
    return joined(
        [
            *(_message(message, limit) for message in messages[:_FIRST]),
            element("div", dim(f"… {left_out} more messages …"), style="padding:.2em .7em"),
            *(_message(message, limit) for message in messages[-_LAST:]),
        ]
    )


def _message(message: Any, limit: int) -> Html:
    fields = fields_of(message)
    role = str(fields.get("role"))
    who = " ".join(filter(None, (role, *(_said(fields.get(name)) for name in ("name", "tool_call_id")))))
    colour = _COLOURS.get(role, "#8b8b8b")
    return element(
        "div",
        element("div", who, style=f"font-size:.85em;{DIM}"),
        *_content(fields.get("content"), limit),
        *_calls(fields, limit),
        style=f"border-left:3px solid {colour};padding:.1em .7em;margin:.35em 0;text-align:left",
    )


def _said(value: object) -> str:
    return f"· {value}" if value else ""


def _content(content: Any, limit: int) -> list[Html]:
    """Show what is said. An image is its address: fetching it would tell a stranger who reads this."""
    if content is None or content == "":
        return []
    parts: list[Any] = content if is_list(content) else [content]
    return [element("div", _part(part, limit)) for part in parts]


def _part(part: Any, limit: int) -> Html:
    if is_model(part):
        fields = fields_of(part)
        if isinstance(fields.get("text"), str):
            return text(shortened(fields["text"], limit))
        image = fields.get("image_url")
        address = fields_of(image).get("url") if is_model(image) else image
        return text(shortened(f"image: {address}", 200), MONO)
    return text(shortened(str(part), limit))


def _calls(fields: dict[str, Any], limit: int) -> list[Html]:
    """Show the calls of tools that a message asks for."""
    calls = fields.get("tool_calls") or fields.get("tool_call")
    wanted: list[Any] = calls if is_list(calls) else [calls] if calls else []
    return [element("div", text(shortened(_call(call), limit), MONO)) for call in wanted]


def _call(call: Any) -> str:
    fields = fields_of(call) if is_model(call) else {}
    function = fields.get("function")
    if is_model(function):
        fields = fields_of(function)
    if "name" not in fields:
        return f"calls {call}"
    return f"calls {fields['name']}({fields.get('arguments') or ''})"
