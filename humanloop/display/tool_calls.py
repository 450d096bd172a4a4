"""Tools that a model has called, in a line."""

from __future__ import annotations

from typing import Any

from humanloop.core.json_kinds import is_list
from humanloop.display.fields import fields_of, has_fields, says_nothing


def with_calls(fields: dict[str, Any]) -> dict[str, Any]:
    """Let the calls of tools stand in place of an output that says nothing."""
    message = fields.get("output_message")
    if not says_nothing(fields.get("output")) or not has_fields(message):
        return fields
    calls = fields_of(message).get("tool_calls")
    called = ", ".join(filter(None, map(_call, calls))) if is_list(calls) else ""
    return {**fields, "output": called} if called else fields


def _call(call: Any) -> str:
    function = fields_of(call).get("function") if has_fields(call) else None
    if not has_fields(function):
        return ""
    called = fields_of(function)
    return f"{called.get('name')}({called.get('arguments') or ''})"
