"""The request body that chat models are commonly sent, which answers show as `provider_request`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Prompt

_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "stop", "reasoning_effort")


def chat_payload(prompt: Prompt, *, stream: bool) -> dict[str, Any]:
    """Build the body. What was not asked for is left out; `other` is spread into it."""
    config = prompt.config
    payload: dict[str, Any] = {
        "model": config["model"],
        "messages": [without_nulls(message) for message in prompt.messages],
        "n": prompt.samples,
        "stream": stream,
        **{key: config.get(key) for key in _SAMPLING},
        "max_tokens": max_tokens(config),
        "seed": prompt.seed,
        "response_format": prompt.response_format,
        "user": prompt.user,
        "suffix": prompt.suffix,
        "logprobs": prompt.logprobs,
    }
    if prompt.tools:
        payload |= {"tools": list(prompt.tools), "tool_choice": prompt.tool_choice}
    return {**without_nulls(payload), **as_object(config.get("other"))}


def max_tokens(config: Mapping[str, Any]) -> int | None:
    """Answer the most tokens that a model may write; None leaves it to the provider, as -1 does in configs."""
    limit: int | None = config.get("max_tokens")
    return None if limit is None or limit < 0 else limit


def without_nulls(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is None."""
    return {key: value for key, value in fields.items() if value is not None}
