"""Content that stands beside a span: events of the span, and log records, one for each message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_object
from humanloop.server.tracing.dialects.conventions import fill_outputs
from humanloop.server.tracing.messages import Message, to_messages, tools_of, with_instructions
from humanloop.server.tracing.texts import parsed_container

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.server.tracing.dialects.dialect import Said
    from humanloop.server.tracing.draft import Draft

_ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_PARTS = ("content", "name", "tool_calls")
_CHOICE = "gen_ai.choice"
# The form before records: whole lists of messages in events of the span.
_PROMPT, _COMPLETION = "gen_ai.content.prompt", "gen_ai.content.completion"


def fill_from_events(draft: Draft, said: Sequence[Said]) -> None:
    """Fill in what the span itself does not say."""
    messages: list[Message] = []
    choices: list[tuple[int, Any]] = []
    for event in said:
        given = {**event.attributes, **as_object(parsed_container(event.body))}
        if event.name in _ROLES:
            messages += _messages(given, _ROLES[event.name])
        elif event.name == _CHOICE:
            choices.append((_index(given), _choice(given)))
        elif event.name == _PROMPT:
            messages += to_messages(given.get("gen_ai.prompt")) or []
        elif event.name == _COMPLETION:
            found = parsed_container(given.get("gen_ai.completion"))
            choices += [(place, choice) for place, choice in enumerate(found if is_list(found) else [found])]
        else:
            _fill_whole(draft, given)
    draft.messages = draft.messages or messages or None
    if not draft.outputs and choices:
        choices.sort(key=lambda choice: choice[0])
        reason = draft.finish_reason
        fill_outputs(draft, [choice for _, choice in choices if choice])
        draft.finish_reason = reason or draft.finish_reason


def _fill_whole(draft: Draft, given: dict[str, Any]) -> None:
    """Read the one record that holds all of a call."""
    messages = draft.messages or to_messages(given.get("gen_ai.input.messages"))
    draft.messages = with_instructions(given.get("gen_ai.system_instructions"), messages)
    if not draft.outputs:
        reason = draft.finish_reason
        fill_outputs(draft, given.get("gen_ai.output.messages"))
        draft.finish_reason = reason or draft.finish_reason
    draft.tools = draft.tools or tools_of(given.get("gen_ai.tool.definitions"))


def _messages(given: dict[str, Any], role: str) -> list[Message]:
    message: dict[str, Any] = {"role": role}
    message |= {name: given[name] for name in _PARTS if name in given}
    if role == "tool":
        message["tool_call_id"] = given.get("id") or given.get("tool_call_id")
    # Without content there is nothing to show: whoever sends the record was told to leave it out.
    return to_messages([message]) or [] if "content" in message or "tool_calls" in message else []


def _choice(given: dict[str, Any]) -> dict[str, Any] | None:
    message = given.get("message")
    if not message:
        return None
    found: dict[str, Any] = message if is_object(message) else {"content": message}
    return {"role": "assistant", **found, "finish_reason": given.get("finish_reason")}


def _index(given: dict[str, Any]) -> int:
    index = given.get("index")
    return index if isinstance(index, int) else 0
