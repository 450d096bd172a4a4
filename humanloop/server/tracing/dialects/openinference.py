"""OpenInference, as Phoenix's instrumentations write it: `openinference.span.kind`, `llm.input_messages.N.…`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.dialects.conventions import BASE, as_inputs, fill_outputs
from humanloop.server.tracing.dialects.dialect import Dialect
from humanloop.server.tracing.messages import to_messages, tools_of

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader

_MODELS = frozenset({"LLM", "EMBEDDING"})


def _kind(reader: Reader) -> str:
    kind = (reader.text("openinference.span.kind") or "").upper()
    if not kind:
        return "model" if reader.has("llm.model_name") else "generic"
    return "model" if kind in _MODELS else "tool" if kind == "TOOL" else "generic"


def _fill(reader: Reader, draft: Draft) -> None:
    given, answered = reader.get("input.value"), reader.get("output.value")
    reader.get("input.mime_type")
    reader.get("output.mime_type")
    if draft.kind != "model":
        if draft.kind == "tool":
            draft.inputs = as_inputs(reader.get("tool.parameters"))
        draft.inputs = as_inputs(given) or draft.inputs
        draft.output = reader.text("output.value")
        return
    embeddings = as_array(reader.tree("embedding.embeddings."))
    if embeddings:
        texts = [as_object(as_object(each).get("embedding")).get("text") for each in embeddings]
        draft.inputs = {"input": texts[0] if len(texts) == 1 else texts}
        return
    draft.messages = to_messages(reader.tree("llm.input_messages.")) or _prompts(reader)
    fill_outputs(draft, reader.tree("llm.output_messages.") or None)
    draft.tools = tools_of(reader.tree("llm.tools.")) or draft.tools
    draft.finish_reason = reader.text("llm.finish_reason") or draft.finish_reason
    # The whole request and the whole answer, as they went over the wire.
    request, response = as_inputs(given), as_inputs(answered)
    draft.request = request if request and set(request) != {"input"} else None
    if response and set(response) != {"input"}:
        # Not every provider calls its choices so.
        draft.response = {**as_object(draft.response), **response}
    if not draft.messages:
        draft.messages = to_messages(given)
    if not draft.outputs and isinstance(answered, str) and draft.response is None:
        fill_outputs(draft, {"content": answered})


def _prompts(reader: Reader) -> Any:
    texts = [as_object(as_object(each).get("prompt")).get("text") for each in as_array(reader.tree("llm.prompts."))]
    return to_messages([text for text in texts if text])


DIALECT = Dialect(
    name="openinference",
    marks=(
        "openinference.",
        "llm.input_messages.",
        "llm.output_messages.",
        "llm.token_count.",
        "llm.invocation_parameters",
        "llm.model_name",
    ),
    keys={
        **BASE,
        "provider": ("llm.provider", "llm.system"),
        "response_model": ("llm.model_name", "embedding.model_name"),
        "prompt_tokens": ("llm.token_count.prompt",),
        "output_tokens": ("llm.token_count.completion",),
        "cached_tokens": ("llm.token_count.prompt_details.cache_read",),
        "cache_write_tokens": ("llm.token_count.prompt_details.cache_write",),
        "reasoning_tokens": ("llm.token_count.completion_details.reasoning",),
        "prompt_cost": ("llm.cost.prompt",),
        "output_cost": ("llm.cost.completion",),
        "cost": ("llm.cost.total",),
        "name": ("tool.name",),
    },
    config_objects=("llm.invocation_parameters", "embedding.invocation_parameters"),
    kind=_kind,
    fill=_fill,
    metadata_objects=("metadata",),
    unset=("ls_", "lc_versions"),
    tags=("tag.tags",),
)
