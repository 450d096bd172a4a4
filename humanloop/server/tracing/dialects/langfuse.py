"""The Langfuse SDK: `langfuse.observation.*`, with inputs and outputs as JSON texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.dialects.conventions import BASE, as_inputs, fill_outputs
from humanloop.server.tracing.dialects.dialect import Dialect
from humanloop.server.tracing.messages import to_messages, tools_of
from humanloop.server.tracing.reader import to_cost, to_count
from humanloop.server.tracing.texts import compact, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader

_MODELS = frozenset({"generation", "embedding"})
_PROMPT = ("input", "prompt_tokens", "input_tokens")
_OUTPUT = ("output", "completion_tokens", "output_tokens")


def _kind(reader: Reader) -> str:
    kind = reader.text("langfuse.observation.type")
    return "model" if kind in _MODELS else "tool" if kind == "tool" else "generic"


def _fill(reader: Reader, draft: Draft) -> None:
    given, answered = reader.get("langfuse.observation.input"), reader.get("langfuse.observation.output")
    if draft.kind == "model":
        value = parsed(given)
        draft.messages = to_messages(value)
        draft.tools = tools_of(as_object(value).get("tools"))
        if draft.messages is None:
            draft.inputs = as_inputs(value)
        if answered is not None:
            _fill_output(draft, parsed(answered))
        _fill_usage(draft, _amounts(reader, "langfuse.observation.usage_details", to_count))
        _fill_costs(draft, _amounts(reader, "langfuse.observation.cost_details", to_cost))
        reason = reader.quoted("langfuse.observation.metadata.finish_reason")
        draft.finish_reason = draft.finish_reason or reason
    else:
        draft.inputs = as_inputs(parsed(given))
        draft.output = reader.quoted("langfuse.observation.output")
    if reader.text("langfuse.observation.level") == "ERROR":
        draft.error = reader.text("langfuse.observation.status_message") or "error"


def _fill_output(draft: Draft, value: Any) -> None:
    messages = as_object(value) and to_messages([value])
    if messages or (isinstance(value, list) and all(as_object(each).get("role") for each in as_array(value))):
        fill_outputs(draft, value)
    else:
        fill_outputs(draft, {"content": compact(value)})


def _amounts(reader: Reader, name: str, read: Callable[[Any], Any]) -> dict[str, Any]:
    """Read counts or costs; with one that none can be, the attribute is kept besides."""
    found = as_object(reader.json(name))
    if any(value is not None and not is_object(value) and read(value) is None for value in found.values()):
        reader.keep(name)
    return found


def _fill_usage(draft: Draft, usage: dict[str, Any]) -> None:
    draft.prompt_tokens = _count(usage, _PROMPT)
    draft.output_tokens = _count(usage, _OUTPUT)
    details = {
        **as_object(usage.get("prompt_tokens_details")),
        **as_object(usage.get("completion_tokens_details")),
        **as_object(usage.get("input_tokens_details")),
        **as_object(usage.get("output_tokens_details")),
        **usage,
    }
    counts = {
        "cached_tokens": _count(details, ("cached_tokens", "input_cached_tokens", "cache_read_input_tokens")),
        "cache_write_tokens": _count(details, ("cache_creation_input_tokens", "input_cache_creation")),
        "reasoning_tokens": _count(details, ("reasoning_tokens", "output_reasoning_tokens", "output_reasoning")),
    }
    draft.usage |= {name: count for name, count in counts.items() if count is not None}


def _fill_costs(draft: Draft, costs: dict[str, Any]) -> None:
    # Where the library knows no price, it sends zeros.
    if any(to_cost(cost) for cost in costs.values()):
        draft.prompt_cost, draft.output_cost = to_cost(costs.get("input")), to_cost(costs.get("output"))
        draft.cost = to_cost(costs.get("total"))


def _count(usage: dict[str, Any], names: tuple[str, ...]) -> int | None:
    return next((count for name in names if (count := to_count(usage.get(name))) is not None), None)


DIALECT = Dialect(
    name="langfuse",
    marks=("langfuse.observation.",),
    weak_marks=("langfuse.",),
    keys={
        **BASE,
        "session": (*BASE["session"], "langfuse.session.id"),
        "user": (*BASE["user"], "langfuse.user.id"),
        "response_model": ("langfuse.observation.model.name",),
        "environment": ("langfuse.environment",),
    },
    config_objects=("langfuse.observation.model.parameters",),
    kind=_kind,
    fill=_fill,
    metadata=("langfuse.trace.metadata.", "langfuse.observation.metadata."),
    tags=("langfuse.trace.tags",),
)
