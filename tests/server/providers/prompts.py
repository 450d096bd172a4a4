"""Prompts for tests, and streams cut in all ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_content import model_content
from humanloop.server.generation.providers.asked import Asked, asked_of
from humanloop.server.generation.providers.interface import Prompt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from humanloop.server.generation.providers.form import Form

    Json = dict[str, Any]

USER = {"role": "user", "content": "hello"}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}}
LINK = {"type": "image_url", "image_url": {"url": "https://images.test/a.png"}}
TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}
_OF_THE_REQUEST = (
    "seed",
    "user",
    "response_format",
    "logprobs",
    "suffix",
    "tools",
    "tool_choice",
    "is_chat",
    "samples",
)


def prompt(messages: Sequence[Json] = (USER,), api_keys: dict[str, str] | None = None, **given: Any) -> Prompt:
    """A prompt as the server makes it: with all defaults of a config."""
    request = {name: given.pop(name) for name in _OF_THE_REQUEST if name in given}
    config = model_content({"model": "m", **given}, "chat")
    return Prompt(config, messages, api_keys=api_keys or {}, **request)


def asked(messages: Sequence[Json] = (USER,), **given: Any) -> Asked:
    return asked_of(prompt(messages, **given))


def cut_everywhere(form: Form, events: Sequence[Any], *, names: bool = False) -> Iterator[tuple[list[Any], Json]]:
    """Feed a stream cut in two at each byte, and byte by byte; answers what came of it each time."""
    text = "".join(
        (f"event: {each['type']}\n" if names else "")
        + f"data: {each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)}\n\n"
        for each in events
    )
    data = text.encode()
    cuts = [[data[:place], data[place:]] for place in range(0, len(data), 7)]
    for pieces in (*cuts, [data[place : place + 1] for place in range(len(data))]):
        yield feed(form, pieces)


def feed(form: Form, chunks: Sequence[bytes]) -> tuple[list[Any], Json]:
    decoder, collector = form.decoder(lambda text: text), form.collector()
    said = [piece for chunk in chunks for event in decoder.feed(chunk) for piece in collector.feed(event)]
    said += [piece for event in decoder.end() for piece in collector.feed(event)]
    assert collector.is_complete
    return [(index, text) for index, text in said if text], collector.whole()
