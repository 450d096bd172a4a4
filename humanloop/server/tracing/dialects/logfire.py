"""logfire and pydantic-ai: the conventions, and before them `request_data`, `events` and `all_messages_events`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.dialects.content import fill_from_events
from humanloop.server.tracing.dialects.conventions import GEN_AI, as_inputs, fill_conventional, fill_outputs, kind_of
from humanloop.server.tracing.dialects.dialect import Dialect, Said
from humanloop.server.tracing.messages import to_messages, tools_of, with_instructions
from humanloop.server.tracing.reader import to_count

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader


def _kind(reader: Reader) -> str:
    if reader.text("gen_ai.operation.name") is None and reader.has("request_data"):
        return "model"
    return kind_of(reader)


def _fill(reader: Reader, draft: Draft) -> None:
    fill_conventional(reader, draft)
    _fill_request(reader, draft)
    if draft.kind == "generic":
        _fill_agent(reader, draft)
    # What logfire needs for its own pages.
    for name in ("logfire.json_schema", "model_request_parameters"):
        reader.get(name)
    fill_from_events(draft, _events(reader))


def _fill_request(reader: Reader, draft: Draft) -> None:
    """Read the request and the answer that logfire 3 keeps whole."""
    request = as_object(reader.json("request_data"))
    response = as_object(reader.json("response_data"))
    names = ("model", "temperature", "top_p", "max_tokens", "stop", "seed", "presence_penalty", "frequency_penalty")
    draft.config = {name: request[name] for name in names if request.get(name) is not None} | draft.config
    draft.messages = draft.messages or with_instructions(request.get("system"), to_messages(request.get("messages")))
    draft.tools = draft.tools or tools_of(request.get("tools"))
    if not draft.outputs:
        said = response.get("message") or response.get("combined_chunk_content")
        fill_outputs(draft, {"content": said} if isinstance(said, str) else said)
    usage = as_object(response.get("usage"))
    draft.prompt_tokens = _count(usage, draft.prompt_tokens, "prompt_tokens", "input_tokens")
    draft.output_tokens = _count(usage, draft.output_tokens, "completion_tokens", "output_tokens")


def _fill_agent(reader: Reader, draft: Draft) -> None:
    """Read what an agent was asked, and what it has answered in the end."""
    whole = reader.json("pydantic_ai.all_messages", "all_messages_events")
    messages = with_instructions(reader.get("gen_ai.system_instructions"), to_messages(whole))
    draft.output = reader.quoted("final_result") or draft.output
    if messages and messages[-1]["role"] == "assistant" and not messages[-1].get("tool_calls"):
        last = messages.pop()["content"]
        draft.output = draft.output or (last if isinstance(last, str) else None)
    draft.messages = messages if whole else draft.messages
    if draft.inputs is None:
        draft.inputs = as_inputs(reader.get("prompt"))


def _events(reader: Reader) -> list[Said]:
    """Read the events that older releases put into one attribute."""
    given = [as_object(event) for event in as_array(reader.json("events"))]
    return [Said(str(event.get("event.name", "")), event, {}) for event in given]


def _count(usage: dict[str, Any], known: int | None, *names: str) -> int | None:
    found = (count for name in names if (count := to_count(usage.get(name))) is not None)
    return known if known is not None else next(found, None)


DIALECT = Dialect(
    name="logfire",
    marks=("logfire.", "pydantic_ai.", "request_data"),
    keys=GEN_AI,
    kind=_kind,
    fill=_fill,
    tags=("logfire.tags",),
)
