"""Anthropic: messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.generation.providers.access import KeyAccess
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.contents import (
    SYSTEM_ROLES,
    TOOL_ROLES,
    Text,
    answered_id,
    calls_of,
    parts_of,
    system_of,
)
from humanloop.server.generation.providers.counting import count_of
from humanloop.server.generation.providers.form import Answer, Form, Request, finish_of
from humanloop.server.generation.providers.interface import Sample, Usage
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.turns import Turns, safe_id
from humanloop.server.generation.providers.written import read_written, tool_call
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.contents import Image

_TITLE = "Anthropic"
_NAMES = {"temperature": "temperature", "top_p": "top_p"}
_SENT = (*_NAMES, "max_tokens", "stop", "user", "reasoning_effort")
_FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_call",
}
_CHOICES = {"none": "none", "required": "any"}


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    known, settings = KNOWN[name], site.settings
    form = MessagesForm(settings.anthropic_version, settings.anthropic_max_tokens)
    url = settings.provider_urls.get(name, known.url)
    return Adapter(known.title, lambda _: form, KeyAccess(name, url, site.keys, _headers), site)


def _headers(key: str) -> dict[str, str]:
    return {"x-api-key": key}


@dataclass(frozen=True)
class MessagesForm(Form):
    """Messages.

    Args:
        version: Of the API.
        max_tokens: Most tokens of an answer where the config does not say it: the API wants to know.
    """

    version: str = "2023-06-01"
    max_tokens: int = 4096

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        del samples  # there is one for each call
        body: dict[str, Any] = {
            "model": asked.model,
            "max_tokens": asked.fields.get("max_tokens", self.max_tokens),
            "messages": _messages(asked),
            **asked.named(_NAMES),
        }
        system = system_of(asked.messages)
        if system:
            body["system"] = system
        if asked.stops:
            body["stop_sequences"] = asked.stops
        if "user" in asked.fields:
            body["metadata"] = {"user_id": asked.fields["user"]}
        output: dict[str, Any] = {}
        if asked.schema is not None:
            output["format"] = {"type": "json_schema", "schema": asked.schema}
        if "reasoning_effort" in asked.fields:
            output["effort"] = asked.fields["reasoning_effort"]
        if output:
            body["output_config"] = output
        if asked.tools:
            body["tools"] = [_tool(tool) for tool in asked.tools]
        if asked.tool_choice is not None:
            named = {"type": "tool", "name": asked.tool_choice}
            body["tool_choice"] = named if asked.is_named else {"type": _CHOICES[asked.tool_choice]}
        if stream:
            body["stream"] = True
        known = (*_SENT, "response_format") if asked.schema is not None else _SENT
        return Request("/v1/messages", body, asked.beyond(*known), {"anthropic-version": self.version})

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read blocks and usage; what has no list of blocks is no answer."""
        blocks = [as_object(block) for block in as_array(whole.get("content"))]
        text = "".join(block.get("text") or "" for block in blocks if block.get("type") == "text")
        calls = [block for block in blocks if block.get("type") == "tool_use"]
        sample = Sample(
            text,
            finish_of(whole.get("stop_reason"), _FINISH),
            tuple(
                tool_call(call.get("id"), call.get("name"), call.get("input"), number)
                for number, call in enumerate(calls)
            ),
        )
        return Answer([sample] if is_list(whole.get("content")) else [], _usage(as_object(whole.get("usage"))))

    def collector(self) -> MessagesCollector:
        """Begin to put events together."""
        return MessagesCollector()


def _usage(usage: Mapping[str, Any]) -> Usage | None:
    if "input_tokens" not in usage:
        return None
    cached, written = (count_of(usage.get(f"cache_{name}_input_tokens")) for name in ("read", "creation"))
    prompt = count_of(usage["input_tokens"]) + cached + written
    return Usage(prompt, [count_of(usage.get("output_tokens"))], cached=cached, cache_written=written)


def _messages(asked: Asked) -> list[dict[str, Any]]:
    turns = Turns("content")
    for place, message in enumerate(asked.messages):
        role = message["role"]
        if role in SYSTEM_ROLES:
            continue
        blocks = [_block(part) for part in parts_of(message, place)]
        if role in TOOL_ROLES:
            result = {"type": "tool_result", "tool_use_id": safe_id(answered_id(message)), "content": blocks}
            turns.add("user", [result])
            continue
        uses = [
            {"type": "tool_use", "id": safe_id(call.id), "name": call.name, "input": call.as_object(_TITLE)}
            for call in calls_of(message, place)
        ]
        turns.add(role, blocks + uses)
    return turns.messages


def _block(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    if part.data is None:
        return {"type": "image", "source": {"type": "url", "url": part.url}}
    return {"type": "image", "source": {"type": "base64", "media_type": part.media_type, "data": part.data}}


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    written = {key: tool[key] for key in ("name", "description", "strict") if tool.get(key) is not None}
    return {**written, "input_schema": tool.get("parameters") or {"type": "object", "properties": {}}}


class MessagesCollector:
    """Puts events together. Events that nobody knows yet are passed over."""

    def __init__(self) -> None:
        self._message: dict[str, Any] = {}
        self._blocks: dict[int, dict[str, Any]] = {}
        self._inputs: dict[int, list[str]] = {}

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take an event."""
        kind, index = event.get("type"), count_of(event.get("index"))
        if kind == "message_start":
            self._message = dict(as_object(event.get("message")))
        elif kind == "content_block_start":
            block = self._blocks[index] = dict(as_object(event.get("content_block")))
            if block.get("type") == "text" and block.get("text"):
                yield 0, block["text"]
        elif kind == "content_block_delta":
            yield from self._add(index, as_object(event.get("delta")))
        elif kind == "message_delta":
            self._message |= as_object(event.get("delta"))
            usage = {key: value for key, value in as_object(event.get("usage")).items() if value is not None}
            self._message["usage"] = as_object(self._message.get("usage")) | usage

    def _add(self, index: int, delta: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        block = self._blocks.setdefault(index, {"type": "text", "text": ""})
        for kind, key in _GROWING.items():
            if delta.get("type") == kind and isinstance(delta.get(key), str):
                block[key] = (block.get(key) or "") + delta[key]
        if delta.get("type") == "text_delta":
            yield 0, delta.get("text") or ""
        elif delta.get("type") == "input_json_delta":
            self._inputs.setdefault(index, []).append(delta.get("partial_json") or "")
        elif delta.get("type") == "citations_delta":
            block["citations"] = [*as_array(block.get("citations")), delta.get("citation")]

    @property
    def is_complete(self) -> bool:
        """Whether the message has said why it ends."""
        return self._message.get("stop_reason") is not None

    def whole(self) -> dict[str, Any]:
        """Build the message."""
        for index, pieces in self._inputs.items():
            self._blocks[index]["input"] = read_written("".join(pieces))
        return {**self._message, "content": [block for _, block in sorted(self._blocks.items())]}


_GROWING = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}
"""Kinds of pieces → the text of a block that they make longer."""
