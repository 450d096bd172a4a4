"""The request body that chat models are commonly sent, which answers show as `provider_request`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.generation.providers.asked import asked_of
from humanloop.server.generation.providers.other import merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Prompt


def chat_payload(prompt: Prompt, *, stream: bool) -> dict[str, Any]:
    """Build the body. What was not asked for is left out; `other` is merged into it."""
    asked = asked_of(prompt)
    payload: dict[str, Any] = {
        "model": asked.model,
        "messages": [without_nulls(message) for message in prompt.messages],
        "stream": stream,
        **asked.fields,
    }
    if prompt.samples > 1:
        payload["n"] = prompt.samples
    if "logprobs" in payload:
        payload |= {"logprobs": True, "top_logprobs": payload["logprobs"]}
    if prompt.tools:
        payload["tools"] = list(prompt.tools)
    if asked.tool_choice is not None:
        payload["tool_choice"] = prompt.tool_choice
    return merged(payload, asked.other)


def without_nulls(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is None."""
    return {key: value for key, value in fields.items() if value is not None}
