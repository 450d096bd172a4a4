"""The LangSmith SDK: `langsmith.*`, and LangChain's own JSON in `gen_ai.prompt` and `gen_ai.completion`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.dialects.conventions import GEN_AI, as_inputs, fill_conventional, fill_outputs
from humanloop.server.tracing.dialects.dialect import Dialect
from humanloop.server.tracing.messages import to_messages
from humanloop.server.tracing.texts import compact

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader


def _kind(reader: Reader) -> str:
    kind = reader.text("langsmith.span.kind")
    return "model" if kind in {"llm", "embedding"} else "tool" if kind == "tool" else "generic"


def _fill(reader: Reader, draft: Draft) -> None:
    fill_conventional(reader, draft)
    given, answered = reader.json("gen_ai.prompt"), reader.json("gen_ai.completion")
    if draft.kind != "model":
        draft.inputs = as_inputs(given) or draft.inputs
        draft.output = reader.quoted("gen_ai.completion") or draft.output
        return
    draft.messages = draft.messages or to_messages(given)
    if draft.messages is None:
        draft.inputs = as_inputs(given)
    elif set(as_object(given)) > {"messages"}:
        # A function of the user's, or the call of a provider's library, with whatever else it was given.
        draft.request = given
    if answered is not None and not draft.outputs:
        fill_outputs(draft, _answers(answered))


def _answers(answered: Any) -> Any:
    """Find what the model has said in what its function has answered: LangChain's, a provider's, or any other one."""
    found = as_object(answered)
    generations = [choice for each in as_array(found.get("generations")) for choice in _choices(each)]
    choices = [_said(choice) for choice in [*generations, *as_array(found.get("choices"))]]
    if choices or to_messages(answered) is not None:
        return choices or answered
    said = found["output"] if set(found) == {"output"} else answered
    if said is None:
        return []
    return [said if is_object(said) and to_messages(said) else {"content": compact(said)}]


def _choices(value: Any) -> list[Any]:
    return value if is_list(value) else [value]


def _said(choice: Any) -> dict[str, Any]:
    """Read one choice: its message, and why it ended."""
    found = as_object(choice)
    message = as_object(found.get("message")) or {"content": found.get("text")}
    reason = as_object(found.get("generation_info")).get("finish_reason") or found.get("finish_reason")
    return {**message, "finish_reason": reason}


DIALECT = Dialect(
    name="langsmith",
    marks=("langsmith.",),
    keys={
        **GEN_AI,
        "session": (*GEN_AI["session"], "langsmith.metadata.session_id", "langsmith.metadata.thread_id"),
        "user": (*GEN_AI["user"], "langsmith.metadata.user_id"),
        "provider": ("langsmith.metadata.ls_provider", "gen_ai.system"),
        "model": ("gen_ai.request.model", "langsmith.metadata.ls_model_name"),
        "temperature": ("gen_ai.request.temperature", "langsmith.metadata.ls_temperature"),
        "max_tokens": ("gen_ai.request.max_tokens", "langsmith.metadata.ls_max_tokens"),
        "stop": ("gen_ai.request.stop_sequences", "langsmith.metadata.ls_stop"),
        "name": ("gen_ai.tool.name", "langsmith.trace.name"),
    },
    kind=_kind,
    fill=_fill,
    metadata=("langsmith.metadata.",),
    unset=("LANGSMITH_", "ls_", "LANGCHAIN_"),
    tags=("langsmith.span.tags",),
)
