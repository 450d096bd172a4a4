"""Google: Gemini's `generateContent`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

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
    system_of,
    text_of,
)
from humanloop.server.generation.providers.counting import count_of
from humanloop.server.generation.providers.form import Answer, Form, Request, finish_of
from humanloop.server.generation.providers.interface import Sample, Usage
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.received import to_value
from humanloop.server.generation.providers.refusals import refused
from humanloop.server.generation.providers.turns import Turns
from humanloop.server.generation.providers.written import tool_call
from humanloop.server.json_values import as_array, as_object, objects_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.contents import Image

_TITLE = "Google"
_NAMES = {
    "temperature": "temperature",
    "top_p": "topP",
    "max_tokens": "maxOutputTokens",
    "presence_penalty": "presencePenalty",
    "frequency_penalty": "frequencyPenalty",
    "seed": "seed",
}
_SENT = (*_NAMES, "stop", "response_format", "logprobs", "reasoning_effort")
_FINISH = {"STOP": "stop", "MAX_TOKENS": "length"}
_CHOICES = {"none": "NONE", "required": "ANY"}
_OWN_IDS = "call_"
_BEFORE_SIGNATURE = "~"
_NO_SIGNATURE = "skip_thought_signature_validator"
_WANTS_SIGNATURES = re.compile(r"gemini-(?:[3-9]|\d\d)")
_BUDGETS = {"none": 0, "minimal": 512, "low": 1024, "medium": 8192, "high": 24576, "xhigh": 24576}
"""Tokens of thinking for models that count them, as Google's own translation of OpenAI's form has them."""


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    known, form = KNOWN[name], ContentsForm()
    url = site.settings.provider_urls.get(name, known.url)
    return Adapter(known.title, lambda _: form, KeyAccess(name, url, site.keys, _headers), site)


def _headers(key: str) -> dict[str, str]:
    return {"x-goog-api-key": key}


@dataclass(frozen=True)
class ContentsForm(Form):
    """Contents with parts."""

    has_model_in_path: bool = True

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        del samples  # there is one for each call
        body: dict[str, Any] = {"contents": _contents(asked)}
        system = system_of(asked.messages)
        if system:
            body["systemInstruction"] = {"parts": [{"text": system}]}
        config = _generation_config(asked)
        if config:
            body["generationConfig"] = config
        if asked.tools:
            body["tools"] = [{"functionDeclarations": [_function(tool) for tool in asked.tools]}]
        if asked.tool_choice is not None:
            calling: dict[str, Any] = {"mode": "ANY" if asked.is_named else _CHOICES[asked.tool_choice]}
            if asked.is_named:
                calling["allowedFunctionNames"] = [asked.tool_choice]
            body["toolConfig"] = {"functionCallingConfig": calling}
        method = "streamGenerateContent?alt=sse" if stream else "generateContent"
        model = quote(asked.model.removeprefix("models/"), safe="")
        return Request(f"/v1beta/models/{model}:{method}", body, asked.beyond(*_SENT))

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read the candidates; a prompt that was blocked has none, and says why."""
        candidates = objects_in(whole.get("candidates"))
        blocked = as_object(whole.get("promptFeedback")).get("blockReason")
        samples = [_sample(each) for each in candidates]
        if not samples and isinstance(blocked, str):
            samples = [Sample("", blocked)]
        return Answer(samples, _usage(as_object(whole.get("usageMetadata")), len(samples)))

    def collector(self) -> ContentsCollector:
        """Begin to put chunks together."""
        return ContentsCollector()


def _generation_config(asked: Asked) -> dict[str, Any]:
    config: dict[str, Any] = asked.named(_NAMES)
    if asked.stops:
        config["stopSequences"] = asked.stops
    if asked.wants_json:
        config["responseMimeType"] = "application/json"
    if asked.schema is not None:
        config["responseJsonSchema"] = asked.schema
    if "logprobs" in asked.fields:
        config |= {"responseLogprobs": True, "logprobs": asked.fields["logprobs"]}
    effort = asked.fields.get("reasoning_effort")
    if effort is not None:
        counts = _WANTS_SIGNATURES.search(asked.model) is None and effort in _BUDGETS
        config["thinkingConfig"] = (
            {"thinkingBudget": _BUDGETS[effort]} if counts else {"thinkingLevel": str(effort).upper()}
        )
    return config


def _contents(asked: Asked) -> list[dict[str, Any]]:
    turns, names = Turns("parts"), dict[str, str]()
    for place, message in enumerate(asked.messages):
        role = message["role"]
        if role in SYSTEM_ROLES:
            continue
        if role in TOOL_ROLES:
            turns.add("user", [_response(message, place, names)])
            continue
        parts = [_part(part) for part in parts_of(message, place)]
        calls = calls_of(message, place)
        names |= {call.id: call.name for call in calls}
        written = [_call(call.id, call.name, call.as_object(_TITLE)) for call in calls]
        if (
            written
            and _WANTS_SIGNATURES.search(asked.model)
            and not any("thoughtSignature" in each for each in written)
        ):
            # The models want back what they have thought; this is for calls that they have not made themselves.
            written[0]["thoughtSignature"] = _NO_SIGNATURE
        turns.add("model" if role == "assistant" else "user", parts + written)
    return turns.messages


def _part(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"text": part.text}
    media_type, data = part.inline(_TITLE)
    return {"inlineData": {"mimeType": media_type, "data": data}}


def _call(identifier: str, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Write a call as it came: its id, if Google gave it one, and what was thought before it."""
    own, _, signature = identifier.partition(_BEFORE_SIGNATURE)
    given = {} if own.startswith(_OWN_IDS) else {"id": own}
    part: dict[str, Any] = {"functionCall": {**given, "name": name, "args": arguments}}
    return part | ({"thoughtSignature": signature} if signature else {})


def _response(message: Mapping[str, Any], place: int, names: Mapping[str, str]) -> dict[str, Any]:
    """Write what a tool answered; Google wants its name, which the call has."""
    identifier = answered_id(message)
    name = names.get(identifier) or message.get("name")
    if not name:
        raise refused(f"messages[{place}].tool_call_id names no call of a message before it, which Google has to know.")
    own = identifier.partition(_BEFORE_SIGNATURE)[0]
    given = {} if own.startswith(_OWN_IDS) else {"id": own}
    text = text_of(message, place)
    try:
        value = to_value(text)
    except ValueError:
        value = None
    return {"functionResponse": {**given, "name": name, "response": value if is_object(value) else {"result": text}}}


def _function(tool: Mapping[str, Any]) -> dict[str, Any]:
    written = {key: tool[key] for key in ("name", "description") if tool.get(key) is not None}
    return written | ({"parametersJsonSchema": tool["parameters"]} if tool.get("parameters") else {})


def _sample(candidate: Mapping[str, Any]) -> Sample:
    parts = [as_object(part) for part in as_array(as_object(candidate.get("content")).get("parts"))]
    text = "".join(part.get("text") or "" for part in parts if not part.get("thought"))
    calls = tuple(_tool_call(part, number) for number, part in enumerate(parts) if is_object(part.get("functionCall")))
    finish = finish_of(candidate.get("finishReason"), _FINISH)
    return Sample(text, "tool_call" if calls and finish == "stop" else finish, calls)


def _tool_call(part: Mapping[str, Any], number: int) -> dict[str, Any]:
    call = as_object(part.get("functionCall"))
    identifier = call.get("id") or f"{_OWN_IDS}{uuid4().hex}"
    if part.get("thoughtSignature"):
        identifier = f"{identifier}{_BEFORE_SIGNATURE}{part['thoughtSignature']}"
    return tool_call(identifier, call.get("name"), call.get("args"), number)


def _usage(usage: Mapping[str, Any], samples: int) -> Usage | None:
    if "promptTokenCount" not in usage:
        return None
    thought = count_of(usage.get("thoughtsTokenCount"))
    output = count_of(usage.get("candidatesTokenCount")) + thought
    return Usage(
        prompt=count_of(usage["promptTokenCount"]) + count_of(usage.get("toolUsePromptTokenCount")),
        samples=[output] if samples == 1 else [None] * samples,
        output=output,
        cached=count_of(usage.get("cachedContentTokenCount")),
        reasoning=thought,
    )


class ContentsCollector:
    """Puts chunks together: each has the form of an answer."""

    def __init__(self) -> None:
        self._whole: dict[str, Any] = {}
        self._candidate: dict[str, Any] = {}
        self._parts: list[dict[str, Any]] = []

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take a chunk."""
        self._whole |= {key: value for key, value in event.items() if key != "candidates" and value is not None}
        for candidate in objects_in(event.get("candidates"))[:1]:
            self._candidate |= {key: value for key, value in candidate.items() if value is not None}
            for part in map(as_object, as_array(as_object(candidate.get("content")).get("parts"))):
                self._add(dict(part))
                if not part.get("thought"):
                    yield 0, part.get("text") or ""

    def _add(self, part: dict[str, Any]) -> None:
        last = self._parts[-1] if self._parts else {}
        is_same = "text" in part and "text" in last and part.get("thought") == last.get("thought")
        if not is_same:
            self._parts.append(part)
            return
        self._parts[-1] = {**last, **part, "text": last["text"] + part["text"]}

    @property
    def is_complete(self) -> bool:
        """Whether it is said why the answer ends."""
        blocked = as_object(self._whole.get("promptFeedback")).get("blockReason")
        return bool(self._candidate.get("finishReason") or blocked)

    def whole(self) -> dict[str, Any]:
        """Build the answer."""
        if not self._candidate:
            return dict(self._whole)
        content = {"role": "model", **as_object(self._candidate.get("content")), "parts": self._parts}
        return {**self._whole, "candidates": [{**self._candidate, "content": content}]}
