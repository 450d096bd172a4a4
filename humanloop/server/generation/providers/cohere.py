"""Cohere: chat, version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.generation.providers.access import KeyAccess
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.contents import (
    SYSTEM_ROLES,
    TOOL_ROLES,
    Text,
    answered_id,
    calls_of,
    parts_of,
    text_of,
)
from humanloop.server.generation.providers.counting import count_of
from humanloop.server.generation.providers.form import Answer, Form, Request, StreamFailure, finish_of
from humanloop.server.generation.providers.interface import Sample, Usage
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.written import tool_call
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.contents import Image

_NAMES = {
    "temperature": "temperature",
    "top_p": "p",
    "presence_penalty": "presence_penalty",
    "frequency_penalty": "frequency_penalty",
    "max_tokens": "max_tokens",
    "seed": "seed",
}
_SENT = (*_NAMES, "stop", "response_format", "logprobs")
_FINISH = {"COMPLETE": "stop", "STOP_SEQUENCE": "stop", "MAX_TOKENS": "length", "TOOL_CALL": "tool_call"}


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    known, form = KNOWN[name], CohereForm()
    url = site.settings.provider_urls.get(name, known.url)
    return Adapter(known.title, lambda _: form, KeyAccess(name, url, site.keys), site)


class CohereForm(Form):
    """Chat."""

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        del samples  # there is one for each call
        body: dict[str, Any] = {
            "model": asked.model,
            "messages": [_message(message, place) for place, message in enumerate(asked.messages)],
            "stream": stream,
            **asked.named(_NAMES),
        }
        if asked.stops:
            body["stop_sequences"] = asked.stops
        if asked.wants_json:
            schema = {} if asked.schema is None else {"json_schema": asked.schema}
            body["response_format"] = {"type": "json_object", **schema}
        if "logprobs" in asked.fields:
            body["logprobs"] = True
        # There is no way to name a function, but to offer no other.
        tools = [tool for tool in asked.tools if not asked.is_named or tool["name"] == asked.tool_choice]
        if tools:
            body["tools"] = [_tool(tool) for tool in tools]
        if any(tool.get("strict") for tool in tools):
            body["strict_tools"] = True
        if asked.tool_choice is not None:
            body["tool_choice"] = "NONE" if asked.tool_choice == "none" and not asked.is_named else "REQUIRED"
        return Request("/v2/chat", body, asked.beyond(*_SENT))

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read the message and usage; what has no message is no answer."""
        message = as_object(whole.get("message"))
        content = [as_object(part) for part in as_array(message.get("content"))]
        text = "".join(part.get("text") or "" for part in content if part.get("type") == "text")
        calls = tuple(
            tool_call(call.get("id"), call["function"].get("name"), call["function"].get("arguments") or "{}", number)
            for number, call in enumerate(map(_whole_call, as_array(message.get("tool_calls"))))
        )
        finish = finish_of(whole.get("finish_reason"), _FINISH)
        samples = [Sample(text, finish, calls)] if is_object(whole.get("message")) else []
        return Answer(samples, _usage(as_object(whole.get("usage"))))

    def collector(self) -> CohereCollector:
        """Begin to put events together."""
        return CohereCollector()


def _whole_call(call: Any) -> dict[str, Any]:
    given = as_object(call)
    return {**given, "function": as_object(given.get("function"))}


def _usage(usage: Mapping[str, Any]) -> Usage | None:
    counted = as_object(usage.get("tokens")) or as_object(usage.get("billed_units"))
    if "input_tokens" not in counted:
        return None
    prompt, output = count_of(counted["input_tokens"]), count_of(counted.get("output_tokens"))
    return Usage(prompt, [output], cached=count_of(usage.get("cached_tokens")))


def _message(message: Mapping[str, Any], place: int) -> dict[str, Any]:
    role = message["role"]
    if role in SYSTEM_ROLES:
        return {"role": "system", "content": text_of(message, place)}
    if role in TOOL_ROLES:
        return {"role": "tool", "tool_call_id": answered_id(message), "content": text_of(message, place)}
    parts = [_part(part) for part in parts_of(message, place)]
    is_text = isinstance(message.get("content"), str)
    written: dict[str, Any] = {"role": role}
    if parts or role == "user":
        written["content"] = message["content"] if is_text else parts
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in calls_of(message, place)
    ]
    return written | ({"tool_calls": calls} if calls else {})


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    return {"type": "image_url", "image_url": {"url": part.url}}


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    written = {key: tool[key] for key in ("name", "description") if tool.get(key) is not None}
    return {
        "type": "function",
        "function": {**written, "parameters": tool.get("parameters") or {"type": "object", "properties": {}}},
    }


class CohereCollector:
    """Puts events together. Events that nobody knows yet are passed over."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._content: dict[int, dict[str, Any]] = {}
        self._calls: dict[int, dict[str, Any]] = {}
        self._more: dict[str, Any] = {}

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take an event.

        Raises:
            StreamFailure: It says that the provider failed.
        """
        kind, index = event.get("type"), count_of(event.get("index"))
        delta = as_object(event.get("delta"))
        message = as_object(delta.get("message"))
        if kind == "message-start":
            self._head = {"id": event.get("id")}
        elif kind in {"content-start", "content-delta"}:
            yield from self._add_content(index, as_object(message.get("content")))
        elif kind == "tool-plan-delta":
            self._more["tool_plan"] = self._more.get("tool_plan", "") + (message.get("tool_plan") or "")
        elif kind in {"tool-call-start", "tool-call-delta"}:
            self._add_call(index, as_object(message.get("tool_calls")))
        elif kind == "citation-start":
            self._more["citations"] = [*as_array(self._more.get("citations")), message.get("citations")]
        elif kind == "message-end":
            if delta.get("error"):
                raise StreamFailure({"error": delta["error"]})
            self._head |= {key: value for key, value in delta.items() if value is not None}

    def _add_content(self, index: int, piece: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        name = "thinking" if piece.get("thinking") is not None or piece.get("type") == "thinking" else "text"
        part = self._content.setdefault(index, {"type": name, name: ""})
        text = piece.get(name)
        if isinstance(text, str):
            part[name] = part.get(name, "") + text
            if name == "text":
                yield 0, text

    def _add_call(self, index: int, piece: Mapping[str, Any]) -> None:
        call = self._calls.setdefault(index, {"type": "function", "function": {"name": "", "arguments": ""}})
        call |= {key: value for key, value in piece.items() if key != "function" and value is not None}
        function = as_object(piece.get("function"))
        call["function"]["name"] = function.get("name") or call["function"]["name"]
        call["function"]["arguments"] += function.get("arguments") or ""

    @property
    def is_complete(self) -> bool:
        """Whether it is said why the answer ends."""
        return self._head.get("finish_reason") is not None

    def whole(self) -> dict[str, Any]:
        """Build the answer."""
        message: dict[str, Any] = {"role": "assistant", **self._more}
        if self._content:
            message["content"] = [part for _, part in sorted(self._content.items())]
        if self._calls:
            message["tool_calls"] = [call for _, call in sorted(self._calls.items())]
        return {**self._head, "message": message}
