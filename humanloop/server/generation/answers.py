"""Answers to generation calls: whole, and as events of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.messages import whole_messages
from humanloop.server.generation.prompt import sample_count
from humanloop.server.generation.records import output_message
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.prompt import Prepared
    from humanloop.server.generation.providers.interface import Generation, Sample, Usage


@dataclass(frozen=True)
class Slot:
    """Where a sample stands in the answer, its log, and its trial if an experiment has drawn its config."""

    index: int
    log_id: str
    trial_id: str | None = None


def whole_answer(
    body: Mapping[str, Any],
    plan: Plan,
    prepared: Prepared,
    entries: Iterable[dict[str, Any]],
    generations: Sequence[Generation],
    session_id: str | None,
) -> dict[str, Any]:
    """Build the answer to a call that is not streamed.

    Args:
        body: The request.
        plan: What was used, or the first of several.
        prepared: What was asked, in the first of several calls.
        entries: What was said, in any order.
        generations: What providers answered; more than one if several configs were used.
        session_id: The session of the logs.
    """
    answer = {
        "project_id": plan.project_id,
        "num_samples": sample_count(body),
        "logprobs": body.get("logprobs"),
        "suffix": body.get("suffix"),
        "user": body.get("user"),
        "data": sorted(entries, key=itemgetter("index")),
        "usage": _usage([generation.usage for generation in generations]),
        "metadata": body.get("metadata"),
        "provider_responses": [response for generation in generations for response in generation.responses],
        "provider_request": dict(generations[0].request),
        "session_id": session_id,
    }
    return answer | ({"tool_choice": body.get("tool_choice")} if prepared.prompt.is_chat else {})


def piece_event(text: str, slot: Slot, body: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """Build the event that carries a new piece of text."""
    piece: dict[str, Any] = {
        **_kept(slot, plan),
        "index": slot.index,
        "output": text,
        "raw_output": text,
        "inputs": {},
        "finish_reason": None,
        "tool_results": [],
    }
    return _event(piece, body, plan)


def last_event(
    whole: dict[str, Any], body: Mapping[str, Any], plan: Plan, generation: Generation, session_id: str | None
) -> dict[str, Any]:
    """Build the event that ends a sample: no new text, but everything that only comes once."""
    # The text was in the events before; callers join what they get.
    return _event({**whole, "output": "", "raw_output": ""}, body, plan) | {
        "usage": _usage([generation.usage]),
        "provider_request": dict(generation.request),
        "session_id": session_id,
    }


def entry(sample: Sample, slot: Slot, body: Mapping[str, Any], plan: Plan, prepared: Prepared) -> dict[str, Any]:
    """Build what an answer says of one sample."""
    said = {
        **_kept(slot, plan),
        "index": slot.index,
        "output": sample.text.strip(),
        "raw_output": sample.text,
        "inputs": {} if body.get("return_inputs") is False else as_object(body.get("inputs")),
        "finish_reason": sample.finish_reason,
        "tool_results": list(prepared.tool_results),
    }
    if not prepared.prompt.is_chat:
        return said
    calls = list(sample.tool_calls)
    return said | {
        "messages": whole_messages(prepared.prompt.messages),
        "tool_call": dict(calls[0]["function"]) if calls else None,
        "tool_calls": calls or None,
        "output_message": output_message(sample),
    }


def _kept(slot: Slot, plan: Plan) -> dict[str, Any]:
    """Name the log and the config. Empty texts say that none are kept; clients of all releases want texts there."""
    is_kept = plan.project_id is not None
    return {"id": slot.log_id if is_kept else "", "model_config_id": plan.config_id if is_kept else ""}


def _event(piece: dict[str, Any], body: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    return {
        "project_id": plan.project_id,
        "num_samples": sample_count(body),
        "user": body.get("user"),
        "data": [piece],
        "provider_responses": [],
    }


def _usage(reported: Sequence[Usage | None]) -> dict[str, int] | None:
    """Add up the tokens; None if a provider does not count them."""
    known = [usage for usage in reported if usage is not None]
    if len(known) < len(reported):
        return None
    asked = sum(usage.prompt for usage in known)
    generated = sum(usage.generated for usage in known)
    return {
        "prompt_tokens": asked,
        "generation_tokens": generated,
        "total_tokens": asked + generated,
        "reasoning_tokens": sum(usage.reasoning for usage in known),
    }
