"""What differs between two model configs: lines of the template, parameters, tools."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.json_values import as_array, as_object, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OTHER = frozenset(
    {"id", "type", "name", "description", "chat_template", "prompt_template", "tools", "tool_configs", "status"}
)
# Comparing takes time that grows with the square of the lines.
_MOST_LINES = 2000


def difference(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """Compare two configs, as they are answered.

    Returns:
        `template` and `tools`: pairs of ` `, `-` or `+` and a line; `parameters`: name, before, after of those that
        differ.
    """
    return {
        "template": list(compare_lines(template_lines(older), template_lines(newer))),
        "tools": list(compare_lines(_tool_lines(older), _tool_lines(newer))),
        "parameters": list(_parameters(older, newer)),
    }


def template_lines(config: Mapping[str, Any]) -> list[str]:
    """Write the template of a config as lines: for chats, each message begins with its role."""
    messages = as_array(config.get("chat_template"))
    if not messages:
        return to_text(config.get("prompt_template") or "").splitlines()
    lines: list[str] = []
    for message in map(as_object, messages):
        lines += [f"[{message.get('role')}]", *to_text(message.get("content") or "").splitlines()]
    return lines


def parameters_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what a config says besides its template and tools."""
    return {name: value for name, value in config.items() if name not in _OTHER and value not in (None, [], {})}


def compare_lines(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Compare lines; those that are equal come once."""
    older, newer = older[:_MOST_LINES], newer[:_MOST_LINES]
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield from ((" ", line) for line in older[old_start:old_end])
        else:
            yield from (("-", line) for line in older[old_start:old_end])
            yield from (("+", line) for line in newer[new_start:new_end])


def _tool_lines(config: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for tool in map(as_object, as_array(config.get("tools"))):
        shown = {name: value for name, value in tool.items() if name not in {"id", "source"} and value is not None}
        lines += to_json(shown, indent=2).decode().splitlines()
    return lines


def _parameters(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    before, after = parameters_of(older), parameters_of(newer)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)
