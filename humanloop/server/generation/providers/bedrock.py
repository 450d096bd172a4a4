"""Amazon Bedrock: `Converse`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from humanloop.core.json_kinds import is_list
from humanloop.server.errors import ORIGIN, ProviderError
from humanloop.server.generation.providers.access import Destination, bearer
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.aws_frames import AwsFrames
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
from humanloop.server.generation.providers.keys import BEDROCK, Keys
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.other import merged
from humanloop.server.generation.providers.refusals import refused, without_key
from humanloop.server.generation.providers.turns import Turns, safe_id
from humanloop.server.generation.providers.written import read_written, text_of_arguments, tool_call
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.contents import Image
    from humanloop.server.generation.providers.interface import Prompt

_TITLE = "Amazon Bedrock"
_NAMES = {"temperature": "temperature", "top_p": "topP", "max_tokens": "maxTokens"}
_FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_call",
}
_FORMATS = {"image/png": "png", "image/jpeg": "jpeg", "image/jpg": "jpeg", "image/gif": "gif", "image/webp": "webp"}
_KNOWN_FIELDS = frozenset(
    {
        *("messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig", "projectIdentifier"),
        *("additionalModelRequestFields", "promptVariables", "additionalModelResponseFieldPaths", "requestMetadata"),
        *("performanceConfig", "serviceTier", "outputConfig"),
    }
)
"""Fields of a body; all others are the model's own."""
_MORE = "additionalModelRequestFields"
_LONGEST_ID = 64


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    environment = site.environment
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""
    own = f"https://bedrock-runtime.{region}.amazonaws.com" if region else ""
    form = ConverseForm()
    access = BedrockAccess(site.settings.provider_urls.get(name, own), region, site.keys)
    return Adapter(KNOWN[name].title, lambda _: form, access, site)


@dataclass(frozen=True)
class ConverseForm(Form):
    """Conversations."""

    has_model_in_path: bool = True

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        del samples  # there is one for each call
        body: dict[str, Any] = {"messages": _messages(asked)}
        system = system_of(asked.messages)
        if system:
            body["system"] = [{"text": system}]
        inference: dict[str, Any] = asked.named(_NAMES)
        if asked.stops:
            inference["stopSequences"] = asked.stops
        if inference:
            body["inferenceConfig"] = inference
        output = _output_config(asked)
        if output:
            body["outputConfig"] = output
        tools = _tool_config(asked)
        if tools:
            body["toolConfig"] = tools
        sent = [*_NAMES, "stop", "reasoning_effort", *(["response_format"] if asked.schema is not None else [])]
        left_out = asked.beyond(*sent)
        if tools and asked.tool_choice == "none" and not asked.is_named:
            left_out.append("tool_choice")
        path = f"/model/{quote(asked.model, safe='')}/converse{'-stream' if stream else ''}"
        return Request(path, body, left_out)

    def merge(self, body: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
        """Put `other` into the body; what the API does not know is the model's."""
        known = {key: value for key, value in other.items() if key in _KNOWN_FIELDS}
        more = {key: value for key, value in other.items() if key not in _KNOWN_FIELDS}
        return merged(merged(body, known), {_MORE: more} if more else {})

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read blocks and usage; what has no list of blocks is no answer."""
        message = as_object(as_object(whole.get("output")).get("message"))
        blocks = [as_object(block) for block in as_array(message.get("content"))]
        uses = [as_object(block["toolUse"]) for block in blocks if "toolUse" in block]
        calls = tuple(
            tool_call(use.get("toolUseId"), use.get("name"), use.get("input"), number)
            for number, use in enumerate(uses)
        )
        finish = finish_of(whole.get("stopReason"), _FINISH)
        text = "".join(block.get("text") or "" for block in blocks)
        samples = [Sample(text, finish, calls)] if is_list(message.get("content")) else []
        return Answer(samples, _usage(as_object(whole.get("usage"))))

    def collector(self) -> ConverseCollector:
        """Begin to put events together."""
        return ConverseCollector()

    def decoder(self, scrub: Callable[[str], str]) -> AwsFrames:
        """Begin to read a stream."""
        return AwsFrames(scrub)


def _usage(usage: Mapping[str, Any]) -> Usage | None:
    if "inputTokens" not in usage:
        return None
    cached, written = (count_of(usage.get(f"cache{name}InputTokens")) for name in ("Read", "Write"))
    prompt = count_of(usage["inputTokens"]) + cached + written
    return Usage(prompt, [count_of(usage.get("outputTokens"))], cached=cached, cache_written=written)


def _messages(asked: Asked) -> list[dict[str, Any]]:
    turns = Turns("content")
    for place, message in enumerate(asked.messages):
        role = message["role"]
        if role in SYSTEM_ROLES:
            continue
        blocks = [_block(part) for part in parts_of(message, place)]
        if role in TOOL_ROLES:
            identifier = safe_id(answered_id(message), _LONGEST_ID)
            turns.add("user", [{"toolResult": {"toolUseId": identifier, "content": blocks}}])
            continue
        uses = [
            {
                "toolUse": {
                    "toolUseId": safe_id(call.id, _LONGEST_ID),
                    "name": call.name,
                    "input": call.as_object(_TITLE),
                }
            }
            for call in calls_of(message, place)
        ]
        turns.add(role, blocks + uses)
    return turns.messages


def _block(part: Text | Image) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"text": part.text}
    media_type, data = part.inline(_TITLE)
    if media_type not in _FORMATS:
        raise refused(f"{part.place}: {_TITLE} takes images of the types {', '.join(_FORMATS)}, not {media_type}.")
    return {"image": {"format": _FORMATS[media_type], "source": {"bytes": data}}}


def _output_config(asked: Asked) -> dict[str, Any]:
    config: dict[str, Any] = {}
    described = asked.described_schema
    if described is not None:
        named = {key: described[key] for key in ("name", "description") if described.get(key)}
        structure = {"jsonSchema": {**named, "schema": text_of_arguments(described["schema"])}}
        config["textFormat"] = {"type": "json_schema", "structure": structure}
    if "reasoning_effort" in asked.fields:
        config["effort"] = asked.fields["reasoning_effort"]
    return config


def _tool_config(asked: Asked) -> dict[str, Any]:
    """Offer tools. Without any choice they are left out, unless the conversation has calls of them."""
    is_forbidden = asked.tool_choice == "none" and not asked.is_named
    has_calls = any(message.get("tool_calls") or message.get("tool_call") for message in asked.messages)
    if not asked.tools or (is_forbidden and not has_calls):
        return {}
    config: dict[str, Any] = {"tools": [_tool(tool) for tool in asked.tools]}
    if asked.is_named:
        config["toolChoice"] = {"tool": {"name": asked.tool_choice}}
    elif asked.tool_choice == "required":
        config["toolChoice"] = {"any": {}}
    return config


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    written = {key: tool[key] for key in ("name", "description", "strict") if tool.get(key)}
    schema: Any = tool.get("parameters") or {"type": "object", "properties": {}}
    return {"toolSpec": {**written, "inputSchema": {"json": schema}}}


class ConverseCollector:
    """Puts events together. Events that nobody knows yet are passed over."""

    def __init__(self) -> None:
        self._whole: dict[str, Any] = {}
        self._blocks: dict[int, dict[str, Any]] = {}
        self._inputs: dict[int, list[str]] = {}

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take an event."""
        for kind, given in event.items():
            payload = as_object(given)
            index = count_of(payload.get("contentBlockIndex"))
            if kind == "contentBlockStart":
                use = as_object(as_object(payload.get("start")).get("toolUse"))
                if use:
                    self._blocks[index] = {"toolUse": {**use, "input": {}}}
            elif kind == "contentBlockDelta":
                yield from self._add(index, as_object(payload.get("delta")))
            elif kind == "messageStop":
                self._whole |= payload
            elif kind == "metadata":
                self._whole |= {name: payload[name] for name in ("usage", "metrics") if name in payload}

    def _add(self, index: int, delta: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        if isinstance(delta.get("text"), str):
            block = self._blocks.setdefault(index, {"text": ""})
            block["text"] = block.get("text", "") + delta["text"]
            yield 0, delta["text"]
        elif "toolUse" in delta:
            self._blocks.setdefault(index, {"toolUse": {"toolUseId": f"call_{index}", "name": "", "input": {}}})
            self._inputs.setdefault(index, []).append(as_object(delta["toolUse"]).get("input") or "")
        elif "reasoningContent" in delta:
            thought = self._blocks.setdefault(index, {"reasoningContent": {"reasoningText": {"text": ""}}})
            piece = as_object(delta["reasoningContent"])
            kept = as_object(as_object(thought.get("reasoningContent")).get("reasoningText"))
            kept["text"] = kept.get("text", "") + (piece.get("text") or "")
            kept |= {"signature": piece["signature"]} if piece.get("signature") else {}

    @property
    def is_complete(self) -> bool:
        """Whether it is said why the answer ends."""
        return self._whole.get("stopReason") is not None

    def whole(self) -> dict[str, Any]:
        """Build the answer."""
        for index, pieces in self._inputs.items():
            as_object(self._blocks[index].get("toolUse"))["input"] = read_written("".join(pieces))
        content = [block for _, block in sorted(self._blocks.items())]
        return {"output": {"message": {"role": "assistant", "content": content}}, **self._whole}


@dataclass(frozen=True)
class BedrockAccess:
    """Finds the region, and a Bedrock key or credentials of AWS.

    Args:
        url: The base URL; empty if no region is known.
        region: The region.
        keys: The keys.
    """

    url: str
    region: str
    keys: Keys

    def check(self, prompt: Prompt) -> None:
        """See whether a region is known: a caller cannot choose it.

        Raises:
            ProviderError: There is none.
        """
        del prompt
        if not self.url:
            raise refused(f"{_TITLE} needs a region: set AWS_REGION where the server runs.")

    def find(self, prompt: Prompt) -> Destination:
        """Answer where to send: with a Bedrock key, or signed with the server's credentials of AWS."""
        if prompt.api_keys.get(BEDROCK) or self.keys.own(BEDROCK) is not None or find_spec("botocore") is None:
            key = self.keys.find(BEDROCK, prompt.api_keys)
            return Destination(self.url, bearer(key), key)
        return Destination(self.url, {}, "", sign=self._signed)

    async def _signed(self, url: str, data: bytes) -> dict[str, str]:
        # Credentials may have to be fetched, and refreshed.
        return await asyncio.to_thread(_signature, url, data, self.region)


def _signature(url: str, data: bytes, region: str) -> dict[str, str]:
    """Sign a request with the credentials of the environment, a profile or the machine.

    Raises:
        ProviderError: There are none.
    """
    # Looked up by name: an extra, and large.
    auth, requests = import_module("botocore.auth"), import_module("botocore.awsrequest")
    failures = import_module("botocore.exceptions")
    try:
        found = _session().get_credentials()
        credentials = None if found is None else found.get_frozen_credentials()
    except (failures.BotoCoreError, OSError, ValueError) as error:
        message = f"The credentials of AWS cannot be used: {type(error).__name__}."
        raise ProviderError(message, origin=ORIGIN, code=401) from None
    if credentials is None:
        raise without_key(
            f"There is no key for the provider {BEDROCK!r}: give it in provider_api_keys.{BEDROCK} of the request, "
            "or in AWS_BEARER_TOKEN_BEDROCK or credentials of AWS of the server."
        )
    request = requests.AWSRequest("POST", url, data=data, headers={"Content-Type": "application/json"})
    auth.SigV4Auth(credentials, "bedrock", region or "us-east-1").add_auth(request)
    return {name: value for name, value in request.headers.items() if name != "Content-Type"}


@lru_cache(maxsize=1)
def _session() -> Any:
    """Answer the session of AWS's library, which keeps credentials until they end."""
    return import_module("botocore.session").get_session()
