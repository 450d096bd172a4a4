"""What the dialects share that follow the semantic conventions `gen_ai.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.messages import assistant_message, to_messages, tools_of, with_instructions
from humanloop.server.tracing.reader import first_text
from humanloop.server.tracing.texts import parsed_container

if TYPE_CHECKING:
    from humanloop.server.tracing.dialects.dialect import Keys
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader

BASE: Keys = {
    "session": ("gen_ai.conversation.id", "session.id"),
    "user": ("user.id", "enduser.id"),
}
"""What spans of all dialects may carry, and bare ones."""
GEN_AI: Keys = {
    **BASE,
    "provider": ("gen_ai.provider.name", "gen_ai.system"),
    "model": ("gen_ai.request.model",),
    "temperature": ("gen_ai.request.temperature",),
    "top_p": ("gen_ai.request.top_p",),
    "max_tokens": ("gen_ai.request.max_tokens",),
    "stop": ("gen_ai.request.stop_sequences",),
    "seed": ("gen_ai.request.seed",),
    "presence_penalty": ("gen_ai.request.presence_penalty",),
    "frequency_penalty": ("gen_ai.request.frequency_penalty",),
    "prompt_tokens": ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
    "output_tokens": ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
    "cached_tokens": (
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.cache_read_input_tokens",
        "gen_ai.usage.details.cache_read_tokens",
    ),
    "cache_write_tokens": (
        "gen_ai.usage.cache_creation.input_tokens",
        "gen_ai.usage.cache_write.input_tokens",
        "gen_ai.usage.cache_creation_input_tokens",
        "gen_ai.usage.details.cache_write_tokens",
    ),
    "reasoning_tokens": (
        "gen_ai.usage.reasoning.output_tokens",
        "gen_ai.usage.reasoning_tokens",
        "gen_ai.usage.details.reasoning_tokens",
    ),
    "cost": ("operation.cost", "gen_ai.usage.cost"),
    "name": ("gen_ai.tool.name",),
}

_MODELS = frozenset(
    {"chat", "text_completion", "generate_content", "embeddings", "completion", "embedding", "response"}
)
_TOOLS = frozenset({"execute_tool"})


def kind_of(reader: Reader) -> str:
    """Tell the kind by the name of the operation; without one, by what only calls of models have."""
    operation = reader.text("gen_ai.operation.name")
    if operation is None:
        if reader.has("gen_ai.tool.call.arguments", "gen_ai.tool.call.result"):
            return "tool"
        return "model" if reader.has("gen_ai.request.model", "gen_ai.response.model") else "generic"
    if operation in _TOOLS:
        return "tool"
    return "model" if operation.partition(".")[0] in _MODELS else "generic"


def fill_conventional(reader: Reader, draft: Draft) -> None:
    """Read messages, tools and tool calls where the conventions put them."""
    operation = reader.text("gen_ai.operation.name")
    if operation == "text_completion":
        draft.endpoint = "complete"
    instructions = reader.get("gen_ai.system_instructions")
    given = reader.json("gen_ai.input.messages")
    draft.messages = with_instructions(instructions, to_messages(given)) or draft.messages
    fill_outputs(draft, reader.json("gen_ai.output.messages"))
    draft.tools = tools_of(reader.get("gen_ai.tool.definitions")) or draft.tools
    reason = first_text(reader.get("gen_ai.response.finish_reasons", "gen_ai.response.finish_reason"))
    draft.finish_reason = reason or draft.finish_reason
    if draft.kind == "tool":
        draft.inputs = as_inputs(reader.get("gen_ai.tool.call.arguments", "tool_arguments"))
        draft.output = reader.text("gen_ai.tool.call.result", "tool_response") or draft.output


def fill_outputs(draft: Draft, value: Any) -> None:
    """Take messages that the model has said, each with why it ended."""
    value = parsed_container(value)
    choices = as_array(value) or ([value] if isinstance(value, dict) or (isinstance(value, str) and value) else [])
    if not choices:
        return
    draft.outputs = [assistant_message(choice) for choice in choices]
    draft.finish_reason = first_text(as_object(choices[0]).get("finish_reason")) or draft.finish_reason
    if len(choices) > 1:
        draft.response = {"choices": choices}


def as_inputs(value: Any) -> dict[str, Any] | None:
    """Make inputs of a value: an object as it is, everything else under `input`."""
    if value is None:
        return None
    value = parsed_container(value)
    return value if is_object(value) else {"input": value}
