"""From a span, and the content that stands beside it, to the fields of a log."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.config_content import model_content
from humanloop.server.json_values import as_array, as_object
from humanloop.server.prices import Costs, Tokens
from humanloop.server.tracing.dialects import BARE, find_dialect
from humanloop.server.tracing.dialects.content import fill_from_events
from humanloop.server.tracing.dialects.dialect import Said
from humanloop.server.tracing.draft import Draft
from humanloop.server.tracing.messages import text_of_message
from humanloop.server.tracing.reader import COSTS, COUNTS, TOKENS, Reader, to_number, to_whole
from humanloop.server.tracing.texts import compact, parsed_container, without_traceback

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.prices import Rates
    from humanloop.server.tracing.dialects.dialect import Dialect
    from humanloop.server.tracing.spans import Record, Span

_logger = logging.getLogger(__name__)

LONGEST_NAME = 512
"""Most characters of names that are looked up: sessions, users, projects."""
_LONGEST_ERROR = 2000
_LARGEST_CONTEXT = 65_536
_SEARCHED = ("name",)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = ("internal", "internal", "server", "client", "producer", "consumer")
_STATUSES = ("unset", "ok", "error")
_ERROR = 2
_GEN_AI = "gen_ai."
_NUMBERS = ("temperature", "top_p", "presence_penalty", "frequency_penalty")
_WHOLE = ("max_tokens", "seed")
_REASONS = {
    "tool_calls": "tool_call",
    "tool-calls": "tool_call",
    "tool_use": "tool_call",
    "function_call": "tool_call",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "content-filter": "content_filter",
}
_KNOWN_REASONS = frozenset({"stop", "length", "tool_call", "content_filter"})
# Other names of providers that this API knows.
_PROVIDERS = {
    "aws.bedrock": "bedrock",
    "aws_bedrock": "bedrock",
    "azure.ai.openai": "openai_azure",
    "az.ai.openai": "openai_azure",
    "azure_openai": "openai_azure",
    "azure": "openai_azure",
    "gcp.vertex_ai": "google",
    "gcp.gemini": "google",
    "gcp.gen_ai": "google",
    "vertex_ai": "google",
    "vertexai": "google",
    "gemini": "google",
}


def translate(span: Span, records: Sequence[Record] = ()) -> Draft:
    """Read a span in its dialect.

    Args:
        span: The span.
        records: Log records with its content, in their order.
    """
    events = [Said(event["name"], None, event["attributes"]) for event in span.events if _is_content(event)]
    said = [*events, *said_in(records)]
    names = [event["name"] for event in span.events] + [record.event for record in records]
    dialect = find_dialect(span.attributes, names)
    try:
        return _read(span, dialect, said)
    except Exception:
        # One attribute of an unheard-of form must not cost a whole batch: the span is kept as it came.
        _logger.exception("A span of the dialect %s could not be read.", dialect.name)
        draft = _read(span, BARE, ())
        draft.dialect = dialect.name
        return draft


def said_in(records: Sequence[Record]) -> list[Said]:
    """Read records of content as events."""
    return [Said(record.event, record.body, record.attributes) for record in records]


def is_bare(draft: Draft) -> bool:
    """Tell whether a span is of no dialect."""
    return draft.dialect is None


def _is_content(event: Mapping[str, Any]) -> bool:
    return event["name"].startswith(_GEN_AI) and not event["name"].endswith(".chunk")


def _read(span: Span, dialect: Dialect, said: Sequence[Said]) -> Draft:
    reader = Reader(span.attributes)
    draft = Draft(kind=dialect.kind(reader), dialect=dialect.name)
    fields = reader.fields(dialect.fields)
    _read_config(reader, dialect, draft, fields)
    draft.usage = {name: fields[name] for name in COUNTS if name in fields}
    for name in (*TOKENS, *COSTS):
        setattr(draft, name, fields.get(name))
    draft.name = _short(fields.get("name"))
    draft.session, draft.user = _short(fields.get("session")), _short(fields.get("user"))
    draft.environment = _short(fields.get("environment")) or _environment(span.source.resource)
    dialect.fill(reader, draft)
    if said:
        fill_from_events(draft, said)
    _read_metadata(reader, dialect, draft)
    _read_error(span, reader, draft)
    draft.rest = reader.rest()
    return draft


def _environment(resource: Mapping[str, Any]) -> str | None:
    names = ("langfuse.environment", "deployment.environment.name", "deployment.environment")
    return next((_short(resource[name]) for name in names if resource.get(name)), None)


def _short(value: Any) -> str | None:
    return None if value is None else compact(value)[:LONGEST_NAME] or None


def _read_config(reader: Reader, dialect: Dialect, draft: Draft, fields: Mapping[str, Any]) -> None:
    config: dict[str, Any] = {}
    for key in dialect.config_objects:
        config |= as_object(reader.json(key))
    answered = fields.get("response_model")
    named = fields.get("model") or config.get("model") or config.get("model_name") or answered
    config |= {name: fields[name] for name in (*_NUMBERS, *_WHOLE) if name in fields}
    if "stop" in fields:
        config["stop"] = parsed_container(fields["stop"])
    config["provider"] = _provider(compact(fields["provider"])) if "provider" in fields else None
    config["model"] = named
    config["answered"] = answered or _answering_model(reader)
    # The name of the model that has answered has no field of its own.
    reader.used.discard("llm.model_name")
    draft.config = {name: value for name, value in config.items() if value is not None}


def _answering_model(reader: Reader) -> Any:
    """Answer the name of the model that has answered, which prices may go by."""
    return reader.peek("gen_ai.response.model") or reader.peek("ai.response.model")


def _provider(text: str) -> str:
    lowered = text.lower()
    return _PROVIDERS.get(lowered) or _PROVIDERS.get(lowered.partition(".")[0]) or lowered.partition(".")[0]


def _read_metadata(reader: Reader, dialect: Dialect, draft: Draft) -> None:
    """Read what the user has set, by the names that the user gave it."""
    found: dict[str, Any] = {}
    for name in dialect.metadata_objects:
        value = reader.json(name)
        found |= as_object(value) or ({} if value is None else {name: value})
    found |= reader.below(*dialect.metadata) if dialect.metadata else {}
    draft.metadata |= {name: value for name, value in found.items() if not name.startswith(dialect.unset or ("\0",))}
    tags = [tag for name in dialect.tags for tag in _tags(parsed_container(reader.get(name)))]
    if tags:
        draft.metadata["tags"] = tags


def _tags(value: Any) -> list[Any]:
    """Read tags: a list, or a text with commas between them."""
    return [tag for part in value.split(",") if (tag := part.strip())] if isinstance(value, str) else as_array(value)


def _read_error(span: Span, reader: Reader, draft: Draft) -> None:
    """Read what went wrong: the first thing that says so."""
    if span.status != _ERROR and draft.error is None:
        return
    said = (as_object(event["attributes"]).get("exception.message") for event in span.events)
    message = next((text for text in said if isinstance(text, str) and text.strip()), None)
    texts = (span.message, draft.error, message, reader.text("error.type"))
    found = next((text for text in texts if text and text.strip()), "error")
    draft.error = without_traceback(found)[:_LONGEST_ERROR]


def config_of(draft: Draft, span_name: str) -> tuple[str, dict[str, Any]]:
    """Answer type and content of the config of a log."""
    if draft.kind == "tool":
        return "tool", {"name": draft.name or span_name or "unknown"}
    if draft.kind == "generic":
        return "generic", {}
    given = draft.config
    model = given.get("model") or given.get("answered") or "unknown"
    content: dict[str, Any] = {"model": compact(model), "tools": draft.tools}
    if isinstance(given.get("provider"), str):
        content["provider"] = given["provider"]
    for name in _NUMBERS:
        content[name] = to_number(given.get(name))
    for name in _WHOLE:
        content[name] = to_whole(given.get(name))
    stop = given.get("stop")
    content["stop"] = [str(text) for text in stop] if is_list(stop) else stop if isinstance(stop, str) else None
    return "model", model_content(content, draft.endpoint)


def log_fields(
    span: Span, draft: Draft, rates: Rates, *, save: bool, is_outer: bool, moment: datetime
) -> dict[str, Any]:
    """Build the fields of a log, as `log_row` takes them.

    Args:
        span: The span.
        draft: What it says.
        rates: What models cost.
        save: Whether texts and attributes are kept.
        is_outer: Whether the tokens are counted by a span below this one.
        moment: Now, for spans that do not say when they were.
    """
    has_tokens = draft.kind == "model" and not is_outer
    fields: dict[str, Any] = {
        "reference_id": span.reference,
        "environment": draft.environment,
        "user": draft.user,
        "duration": max(0, span.ended - span.started) / 1e9,
        "created_at": _time(span.started, moment),
        **_metadata(span, draft, save=save, has_tokens=has_tokens),
        "finish_reason": reason_of(draft),
    }
    if has_tokens:
        fields |= _token_fields(draft, rates)
    if not save:
        return {**fields, "save": False}
    first = draft.outputs[0] if draft.outputs else None
    output = draft.output
    if first is not None:
        fields["output_message"] = first
        output = text_of_message(first) if output is None else output
    return {
        **fields,
        "inputs": draft.inputs,
        "messages": draft.messages,
        "output": output,
        "error": draft.error,
        "provider_request": draft.request,
        "provider_response": draft.response if is_object(draft.response) else None,
    }


def reason_of(draft: Draft) -> str | None:
    """Say why a model has stopped in the words of this API, where it has some."""
    reason = draft.finish_reason
    if reason is None:
        return None
    lowered = reason.lower()
    return _REASONS.get(lowered) or (lowered if lowered in _KNOWN_REASONS else reason)


def _time(nanoseconds: int, moment: datetime) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=nanoseconds // 1000) if nanoseconds else moment
    except OverflowError:
        return moment


def _token_fields(draft: Draft, rates: Rates) -> dict[str, Any]:
    counts = (draft.prompt_tokens, draft.output_tokens)
    known = [count for count in counts if count is not None]
    costs = _costs(draft, rates) if known else Costs(draft.prompt_cost, draft.output_cost)
    return {
        **dict(zip(TOKENS, counts, strict=True)),
        "tokens": sum(known) if known else None,
        "prompt_cost": costs.prompt,
        "output_cost": costs.output,
    }


def _costs(draft: Draft, rates: Rates) -> Costs:
    """Answer what a call cost: by the operator's prices, else as the emitter says, else by the list of prices."""
    usage, given = draft.usage, draft.config
    models = [name for name in (given.get("model"), given.get("answered")) if isinstance(name, str)]
    tokens = Tokens(
        draft.prompt_tokens, draft.output_tokens, usage.get("cached_tokens", 0), usage.get("cache_write_tokens", 0)
    )
    said = Costs(draft.prompt_cost, draft.output_cost)
    for costs in (rates.own(models, tokens), said):
        if costs.are_known:
            return costs
    rates.load()
    provider = given.get("provider")
    return rates.listed(provider if isinstance(provider, str) else None, models, tokens)


def _metadata(span: Span, draft: Draft, *, save: bool, has_tokens: bool) -> dict[str, Any]:
    usage = dict(draft.usage)
    if not has_tokens:
        counts = {"prompt_tokens": draft.prompt_tokens, "output_tokens": draft.output_tokens}
        usage = {name: count for name, count in counts.items() if count is not None} | usage
    scope = {"name": span.source.scope, "version": span.source.version or None}
    skew = max(0, span.started - span.ended) / 1e9
    attributes = draft.rest
    user = draft.metadata
    if "otel" in user:
        attributes = {**attributes, "otel": user["otel"]}
        user = {name: value for name, value in user.items() if name != "otel"}
    context: dict[str, Any] = {
        "name": span.name,
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "parent_span_id": span.parent_span_id,
        "kind": _KINDS[span.kind] if span.kind < len(_KINDS) else "internal",
        "scope": scope,
        "service": span.source.resource.get("service.name"),
        "status": _STATUSES[span.status] if span.status < len(_STATUSES) else "unset",
    }
    optional: dict[str, Any] = {
        "dialect": draft.dialect,
        "usage": usage,
        "cost": draft.cost,
        "skew": skew,
        "dropped": span.dropped,
        "attributes": attributes if save else None,
        "resource": span.source.resource,
        "events": span.events if save else None,
        "links": span.links if save else [{**link, "attributes": {}} for link in span.links],
    }
    context |= {name: value for name, value in optional.items() if value or (name == "cost" and value == 0)}
    context = _cut(context)
    # What is searched stands apart from the rest, which is alike in many spans and costs more to index than to keep.
    searched = {name: context[name] for name in _SEARCHED if name in context}
    rest = {name: value for name, value in context.items() if name not in searched}
    return {"metadata": {**user, "otel": searched}, "otel": rest}


def _cut(context: dict[str, Any]) -> dict[str, Any]:
    """Leave out the largest attributes, then events, of what would be too large."""
    size = len(to_json(context))
    if size <= _LARGEST_CONTEXT:
        return context
    left = dict(context)
    cut = 0
    for part in ("attributes", "resource"):
        items: dict[str, Any] = dict(as_object(left.get(part)))
        sizes = {name: len(to_json(value)) + len(name.encode()) for name, value in items.items()}
        for name in sorted(sizes, key=lambda each: -sizes[each]):
            if size <= _LARGEST_CONTEXT:
                break
            size -= sizes[name]
            cut += 1
            del items[name]
        left[part] = items
    for part in ("events", "links"):
        kept: list[Any] = list(as_array(left.get(part)))
        while kept and size > _LARGEST_CONTEXT:
            size -= len(to_json(kept.pop()))
            cut += 1
        left[part] = kept
    if size > _LARGEST_CONTEXT:
        left["name"] = left["name"][:LONGEST_NAME]
    return {**left, "cut": cut}
