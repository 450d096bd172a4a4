"""The logs that a generation leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.links import make_links
from humanloop.server.domain.log_rows import log_row, store_logs
from humanloop.server.domain.trials import start_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.prompt import Prepared
    from humanloop.server.generation.providers.interface import Generation, Sample, Usage
    from humanloop.server.prices import Costs
    from humanloop.server.tracing.parents import Parent

_FROM_BODY = ("inputs", "source", "metadata", "save", "source_datapoint_id", "user")


def store_generation(
    connection: Connection,
    plan: Plan,
    body: Mapping[str, Any],
    logs: Sequence[Mapping[str, Any]],
    parent: Parent | None = None,
) -> str | None:
    """Store the logs of a generation; answers the id of their session, if they have one.

    Args:
        connection: The database.
        plan: What the generation used.
        body: The request.
        logs: Fields of the logs.
        parent: The span that the request was made in.
    """
    if plan.project_id is None:
        return None
    (links,) = make_links(connection, [body])
    if plan.experiment_id is not None:
        start_trials(connection, plan.experiment_id, plan.config_id, [log["trial_id"] for log in logs])
    new = [log_row(plan.project_id, plan.config_id, links, fields) for fields in logs]
    store_logs(connection, new)
    if parent is not None and new:
        return parent.hang(connection, new, [body] * len(new))[0]
    return links.session_id


def sample_log(
    sample: Sample,
    place: int,
    generation: Generation,
    common: Mapping[str, Any],
    costs_of: Callable[[Usage | None], Costs],
) -> dict[str, Any]:
    """Build the log of one sample.

    Args:
        sample: The sample.
        place: Where it stands in the generation.
        generation: What the provider answered.
        common: All other fields.
        costs_of: Answers what tokens cost.
    """
    usage = None if generation.usage is None else generation.usage.of(place)
    said = None if usage is None else usage.samples[0]
    costs = costs_of(usage)
    responses = generation.responses
    has_own = len(responses) == len(generation.samples)
    return {
        **common,
        "output": sample.text.strip(),
        "raw_output": sample.text,
        "output_message": output_message(sample),
        "finish_reason": sample.finish_reason,
        "prompt_tokens": None if usage is None else usage.prompt,
        "output_tokens": said,
        "tokens": None if usage is None or said is None else usage.prompt + said,
        "prompt_cost": costs.prompt,
        "output_cost": costs.output,
        "provider_request": dict(generation.request),
        "provider_response": responses[place] if has_own else next(iter(responses), None),
    }


def common_fields(body: Mapping[str, Any], plan: Plan, prepared: Prepared, duration: float) -> dict[str, Any]:
    """Build what all logs of a generation have in common.

    Args:
        body: The request.
        plan: What it used.
        prepared: What was asked.
        duration: Seconds that the provider took.
    """
    return {
        **{key: body.get(key) for key in _FROM_BODY},
        "environment": plan.environment,
        # The whole conversation, as the model saw it. A completion's prompt is the config's template.
        "messages": list(prepared.prompt.messages) if prepared.prompt.is_chat else None,
        "tool_choice": prepared.prompt.tool_choice,
        "tools": list(prepared.tool_results) or None,
        "duration": duration,
        "provider_latency": duration,
    }


def output_message(sample: Sample) -> dict[str, Any]:
    """Build the message that callers append to the conversation."""
    return {
        "role": "assistant",
        # Never null, also beside calls of tools: callers send the message back, and clients of 0.7.15 refuse a null.
        "content": sample.text.strip(),
        "name": None,
        "tool_call_id": None,
        "tool_calls": list(sample.tool_calls) or None,
        "tool_call": None,
    }
