"""Answers to generation calls: whole, and as events of a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.messages import whole_messages
from humanloop.server.generation.records import output_message
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.prompt import Prepared
    from humanloop.server.generation.providers.interface import Generation, Sample, Usage


def whole_answer(
    body: Mapping[str, Any],
    plan: Plan,
    prepared: Prepared,
    generation: Generation,
    log_ids: Sequence[str],
    session_id: str | None,
) -> dict[str, Any]:
    """Build the answer to a call that is not streamed."""
    data = [
        _entry(sample, index, log_ids[index], body, plan, prepared) for index, sample in enumerate(generation.samples)
    ]
    answer = {
        "project_id": plan.project_id,
        "num_samples": prepared.prompt.samples,
        "logprobs": body.get("logprobs"),
        "suffix": body.get("suffix"),
        "user": body.get("user"),
        "data": data,
        "usage": _usage(generation.usage),
        "metadata": body.get("metadata"),
        "provider_responses": list(generation.responses),
        "provider_request": dict(generation.request),
        "session_id": session_id,
    }
    return answer | ({"tool_choice": body.get("tool_choice")} if prepared.prompt.is_chat else {})


def piece_event(
    index: int, text: str, log_id: str, body: Mapping[str, Any], plan: Plan, prepared: Prepared
) -> dict[str, Any]:
    """Build the event that carries a new piece of text."""
    entry: dict[str, Any] = {
        "id": log_id,
        "index": index,
        "output": text,
        "raw_output": text,
        "inputs": {},
        "finish_reason": None,
        "model_config_id": plan.config_id,
        "tool_results": [],
    }
    return _event(entry, body, plan, prepared)


def last_event(
    index: int,
    log_id: str,
    body: Mapping[str, Any],
    plan: Plan,
    prepared: Prepared,
    generation: Generation,
    session_id: str | None,
) -> dict[str, Any]:
    """Build the event that ends a sample: no new text, but everything that only comes once."""
    entry = _entry(generation.samples[index], index, log_id, body, plan, prepared)
    # The text was in the events before; callers join what they get.
    entry |= {"output": "", "raw_output": ""}
    return _event(entry, body, plan, prepared) | {
        "usage": _usage(generation.usage),
        "provider_request": dict(generation.request),
        "session_id": session_id,
    }


def _event(entry: dict[str, Any], body: Mapping[str, Any], plan: Plan, prepared: Prepared) -> dict[str, Any]:
    return {
        "project_id": plan.project_id,
        "num_samples": prepared.prompt.samples,
        "user": body.get("user"),
        "data": [entry],
        "provider_responses": [],
    }


def _entry(
    sample: Sample, index: int, log_id: str, body: Mapping[str, Any], plan: Plan, prepared: Prepared
) -> dict[str, Any]:
    entry = {
        "id": log_id,
        "index": index,
        "output": sample.text.strip(),
        "raw_output": sample.text,
        "inputs": {} if body.get("return_inputs") is False else as_object(body.get("inputs")),
        "finish_reason": sample.finish_reason,
        "model_config_id": plan.config_id,
        "tool_results": list(prepared.tool_results),
    }
    if not prepared.prompt.is_chat:
        return entry
    calls = list(sample.tool_calls)
    return entry | {
        "messages": whole_messages(prepared.prompt.messages),
        "tool_call": dict(calls[0]["function"]) if calls else None,
        "tool_calls": calls or None,
        "output_message": output_message(sample),
    }


def _usage(usage: Usage | None) -> dict[str, int] | None:
    if usage is None:
        return None
    generated = sum(usage.samples)
    return {
        "prompt_tokens": usage.prompt,
        "generation_tokens": generated,
        "total_tokens": usage.prompt + generated,
    }
