"""The Vercel AI SDK: `ai.*`, where an outer span of each call holds one inner span for each request to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.dialects.conventions import GEN_AI, as_inputs, fill_outputs
from humanloop.server.tracing.dialects.dialect import Dialect
from humanloop.server.tracing.messages import to_messages, tools_of, with_instructions
from humanloop.server.tracing.reader import first_text
from humanloop.server.tracing.texts import compact, parsed, parsed_container

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader

_MODELS = (".doGenerate", ".doStream", ".doEmbed", ".doRerank")


def _kind(reader: Reader) -> str:
    operation = reader.text("ai.operationId") or ""
    if operation.endswith(_MODELS):
        return "model"
    return "tool" if operation == "ai.toolCall" else "generic"


def _fill(reader: Reader, draft: Draft) -> None:
    # Vectors are large, and nobody reads them.
    reader.get("ai.embedding", "ai.embeddings")
    if draft.kind == "tool":
        draft.inputs = as_inputs(reader.get("ai.toolCall.args"))
        draft.output = reader.text("ai.toolCall.result")
        return
    prompt = as_object(reader.json("ai.prompt"))
    given = reader.json("ai.prompt.messages") or prompt.get("messages") or prompt.get("prompt")
    draft.messages = with_instructions(prompt.get("system"), to_messages(given))
    draft.tools = tools_of(reader.get("ai.prompt.tools"))
    values = [parsed(value) for value in as_array(reader.get("ai.values"))] or parsed(reader.get("ai.value"))
    if values is not None:
        draft.inputs = {"input": values[0] if is_list(values) and len(values) == 1 else values}
    reason = reader.text("ai.response.finishReason") or first_text(reader.get("gen_ai.response.finish_reasons"))
    reader.get("gen_ai.response.finish_reasons")
    _fill_answer(reader, draft)
    draft.finish_reason = reason


def _fill_answer(reader: Reader, draft: Draft) -> None:
    text = reader.text("ai.response.text", "ai.result.text")
    given = reader.get("ai.response.object", "ai.result.object")
    calls: Any = parsed_container(reader.get("ai.response.toolCalls", "ai.result.toolCalls"))
    text = text or (None if given is None else compact(given))
    if draft.kind == "generic":
        draft.output = text
    elif text is not None or calls:
        fill_outputs(draft, {"role": "assistant", "content": text, "tool_calls": calls})


DIALECT = Dialect(
    name="vercel",
    marks=("ai.operationId",),
    keys={
        **GEN_AI,
        "session": (*GEN_AI["session"], "ai.telemetry.metadata.sessionId"),
        "user": (*GEN_AI["user"], "ai.telemetry.metadata.userId"),
        "provider": ("gen_ai.system", "ai.model.provider"),
        "model": ("gen_ai.request.model", "ai.model.id"),
        "temperature": ("gen_ai.request.temperature", "ai.settings.temperature"),
        "top_p": ("gen_ai.request.top_p", "ai.settings.topP"),
        "max_tokens": ("gen_ai.request.max_tokens", "ai.settings.maxOutputTokens", "ai.settings.maxTokens"),
        "stop": ("gen_ai.request.stop_sequences", "ai.settings.stopSequences"),
        "seed": ("gen_ai.request.seed", "ai.settings.seed"),
        "presence_penalty": ("gen_ai.request.presence_penalty", "ai.settings.presencePenalty"),
        "frequency_penalty": ("gen_ai.request.frequency_penalty", "ai.settings.frequencyPenalty"),
        "prompt_tokens": (
            "gen_ai.usage.input_tokens",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens",
            "ai.usage.tokens",
        ),
        "output_tokens": ("gen_ai.usage.output_tokens", "ai.usage.outputTokens", "ai.usage.completionTokens"),
        "cached_tokens": ("ai.usage.cachedInputTokens", "ai.usage.inputTokenDetails.cacheReadTokens"),
        "cache_write_tokens": ("ai.usage.inputTokenDetails.cacheWriteTokens",),
        "reasoning_tokens": ("ai.usage.reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens"),
        "name": ("ai.toolCall.name",),
    },
    kind=_kind,
    fill=_fill,
    metadata=("ai.telemetry.metadata.",),
)
