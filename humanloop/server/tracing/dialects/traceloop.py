"""Traceloop (OpenLLMetry): `traceloop.*`, and in older releases `gen_ai.prompt.N.…` and `llm.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.json_kinds import is_list
from humanloop.server.tracing.dialects.conventions import GEN_AI, as_inputs, fill_conventional, fill_outputs, kind_of
from humanloop.server.tracing.dialects.dialect import Dialect
from humanloop.server.tracing.messages import to_messages, tools_of

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader


def _kind(reader: Reader) -> str:
    kind = reader.text("traceloop.span.kind")
    if kind is not None:
        return "tool" if kind == "tool" else "generic"
    if reader.text("llm.request.type") is not None:
        return "model"
    return kind_of(reader)


def _fill(reader: Reader, draft: Draft) -> None:
    fill_conventional(reader, draft)
    prompts, completions = reader.tree("gen_ai.prompt."), reader.tree("gen_ai.completion.")
    if is_list(prompts):
        draft.messages = to_messages(prompts)
    if is_list(completions):
        fill_outputs(draft, completions)
    draft.tools = tools_of(reader.tree("llm.request.functions.") or None) or draft.tools
    if draft.kind != "model":
        draft.inputs = as_inputs(reader.get("traceloop.entity.input")) or draft.inputs
        draft.output = reader.quoted("traceloop.entity.output") or draft.output


DIALECT = Dialect(
    name="traceloop",
    marks=(
        "traceloop.",
        "llm.",
        "gen_ai.prompt.",
        "gen_ai.completion.",
        "gen_ai.openai.",
        "gen_ai.is_streaming",
        "gen_ai.usage.total_tokens",
    ),
    keys={
        **GEN_AI,
        "session": (*GEN_AI["session"], "traceloop.association.properties.session_id"),
        "user": (*GEN_AI["user"], "traceloop.association.properties.user_id"),
        "model": ("gen_ai.request.model", "llm.request.model"),
        "stop": ("gen_ai.request.stop_sequences", "llm.chat.stop_sequences"),
        "presence_penalty": ("gen_ai.request.presence_penalty", "llm.presence_penalty"),
        "frequency_penalty": ("gen_ai.request.frequency_penalty", "llm.frequency_penalty"),
        "name": ("gen_ai.tool.name", "traceloop.entity.name"),
    },
    kind=_kind,
    fill=_fill,
    metadata=("traceloop.association.properties.",),
)
