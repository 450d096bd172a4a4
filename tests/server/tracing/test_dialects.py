"""Each dialect by captured requests of its emitters: kinds, messages, tools, tokens, errors, sessions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from humanloop.server.tracing.dialects import BARE, DIALECTS, find_dialect
from humanloop.server.tracing.messages import to_messages, tools_of
from humanloop.server.tracing.spans import read_traces
from humanloop.server.tracing.translation import config_of, translate
from tests.server.tracing.conftest import PAYLOADS
from tests.server.tracing.forms import MODEL, request_of, span

SYSTEM = {"role": "system", "content": "You answer in one sentence."}
LLAMAS = {"role": "user", "content": "What do llamas say?"}
SNOW = {"role": "user", "content": "How much snow is in Oslo?"}
CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "get_weather", "arguments": {"city": "Oslo"}},
}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}


def drafts(name: str) -> list[Any]:
    spans, _ = read_traces((PAYLOADS / f"{name}.json").read_bytes(), is_json=True)
    return [translate(span) for span in spans]


def models(name: str) -> list[Any]:
    return [draft for draft in drafts(name) if draft.kind == "model"]


def draft_of(attributes: dict[str, Any], **more: Any) -> Any:
    body = json.dumps(request_of(span("a" * 32, 1, attributes=attributes, **more))).encode()
    return translate(read_traces(body, is_json=True)[0][0])


CHATS = {
    "contrib-span--chat": "semconv",
    "oi--chat": "openinference",
    "oi-langchain--chain": "openinference",
    "traceloop--chat": "traceloop",
    "traceloop040--chat": "traceloop",
    "traceloop-anthropic--chat": "traceloop",
    "langfuse5--chat": "langfuse",
    "langfuse5--stream": "langfuse",
    "logfire--chat": "logfire",
    "openlit--chat--1": "semconv",
    "vercel--chat": "vercel",
}


@pytest.mark.parametrize(("name", "dialect"), CHATS.items())
def test_a_chat(name: str, dialect: str) -> None:
    draft = next(each for each in models(name) if each.messages)
    assert draft.dialect == dialect
    assert draft.messages == [SYSTEM, LLAMAS]
    assert draft.outputs[0] == {"role": "assistant", "content": "Llamas hum softly."}
    assert draft.config["model"].startswith(("gpt-4o-mini", "claude-3-5-haiku"))
    if "anthropic" not in name:
        assert (draft.prompt_tokens, draft.output_tokens) == (12, 7)
    else:
        assert (draft.prompt_tokens, draft.usage["cached_tokens"], draft.usage["cache_write_tokens"]) == (19, 4, 3)


TOOLS = ("contrib-span--tool", "oi--tool", "traceloop--tool", "traceloop040--tool", "langfuse5--tool", "logfire--tool")


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_call_and_its_answer(name: str) -> None:
    asks, answers = models(name)[:2]
    assert asks.messages == [SYSTEM, SNOW]
    [call] = asks.outputs[0]["tool_calls"]
    assert {**call, "function": _parsed(call["function"])} == CALL
    assert asks.outputs[0]["content"] is None
    assert [message["role"] for message in answers.messages] == ["system", "user", "assistant", "tool"]
    tool = answers.messages[3]
    assert tool["tool_call_id"] == "call_1"
    assert json.loads(tool["content"]) == {"snow_cm": 31}
    assert answers.outputs[0]["content"] == "31 cm of snow in Oslo."
    if name != "contrib-span--tool":
        content = config_of(asks, "x")[1]
        [given] = content["tools"]
        assert given["name"] == "get_weather"
        assert given["description"] == "Weather at a place"
        assert given["parameters"]["properties"]["city"]["type"] == "string"


def _parsed(function: dict[str, Any]) -> dict[str, Any]:
    assert isinstance(function["arguments"], str)
    return {**function, "arguments": json.loads(function["arguments"])}


def test_a_streamed_tool_call_has_no_empty_text() -> None:
    [draft] = models("traceloop--stream_tool")
    assert draft.outputs[0]["content"] is None
    assert draft.prompt_tokens is None


@pytest.mark.parametrize("name", ["oi--image"])
def test_images_are_kept(name: str) -> None:
    [draft] = models(name)
    assert draft.messages == [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, IMAGE]}]


FORMS_OF_IMAGES: list[dict[str, Any]] = [
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
    {"type": "image_url", "image_url": "data:image/png;base64,iVBORw0KGgo="},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}},
    {"type": "blob", "mime_type": "image/png", "modality": "image", "content": "iVBORw0KGgo="},
    {"type": "uri", "uri": "data:image/png;base64,iVBORw0KGgo=", "modality": "image"},
    {"type": "file", "mediaType": "image/png", "data": "iVBORw0KGgo="},
    {"type": "image", "image": "data:image/png;base64,iVBORw0KGgo="},
    {"type": "binary", "media_type": "image/png", "content": "iVBORw0KGgo="},
]


@pytest.mark.parametrize("part", FORMS_OF_IMAGES)
def test_images_in_the_form_of_each_library(part: dict[str, Any]) -> None:
    [message] = to_messages([{"role": "user", "parts": [part, {"type": "text", "content": "?"}]}]) or []
    assert message["content"][0] == IMAGE


def test_what_is_neither_text_nor_image_is_kept_as_json() -> None:
    [message] = to_messages([{"role": "user", "content": [{"type": "audio", "id": 7}]}]) or []
    assert json.loads(message["content"]) == {"type": "audio", "id": 7}


@pytest.mark.parametrize(
    "given",
    [
        [{"name": "f", "description": "d", "parameters": {"type": "object"}}],
        [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}],
        [{"name": "f", "description": "d", "input_schema": {"type": "object"}}],
        ['{"name": "f", "description": "d", "inputSchema": {"type": "object"}}'],
        [{"tool": {"json_schema": '{"name": "f", "description": "d", "parameters": {"type": "object"}}'}}],
    ],
)
def test_tools_in_the_form_of_each_library(given: Any) -> None:
    wanted = [{"name": "f", "description": "d", "parameters": {"type": "object"}}]
    assert tools_of(given) == wanted
    assert tools_of(json.dumps(given)) == wanted


@pytest.mark.parametrize("name", ["contrib-span--embed", "oi--embed", "traceloop--embed", "vercel--embed"])
def test_embeddings_have_tokens_and_no_vectors(name: str) -> None:
    draft = models(name)[0]
    assert draft.config["model"] == "text-embedding-3-small"
    assert draft.prompt_tokens == 5
    assert "0.1, 0.2" not in json.dumps([draft.rest, draft.inputs, draft.response])


@pytest.mark.parametrize(
    "name",
    [path.stem for path in sorted(PAYLOADS.glob("*fail*.json")) if ".logs" not in path.name],
)
def test_errors_are_one_line_without_a_stack(name: str) -> None:
    errors = [draft.error for draft in drafts(name)]
    assert any(errors)
    for error in filter(None, errors):
        assert "Incorrect API key" in error or "The server had an error" in error
        assert "Traceback" not in error
        assert "\n" not in error
    spans, _ = read_traces((PAYLOADS / f"{name}.json").read_bytes(), is_json=True)
    assert "site-packages" not in json.dumps([each.events for each in spans])


def test_indexed_keys_come_in_the_order_of_their_numbers() -> None:
    [draft] = drafts("derived--twelve-messages")
    numbers = [int("".join(filter(str.isdigit, message["content"])) or 0) for message in draft.messages]
    assert numbers == sorted(numbers)
    assert len(draft.messages) == 12


def test_content_in_events_of_the_span() -> None:
    [draft] = drafts("derived--span-events")
    assert draft.dialect == "semconv_events"
    assert draft.messages == [{"role": "user", "content": "tell me a joke"}]
    assert draft.outputs == [{"role": "assistant", "content": "Why not?"}]
    assert draft.finish_reason == "Stop"


def test_langsmith() -> None:
    human = {"lc": 1, "type": "constructor", "id": ["langchain", "HumanMessage"], "kwargs": {"content": "Hi"}}
    said = {"generations": [[{"text": "Ho", "message": {"kwargs": {"content": "Ho"}, "id": ["x", "AIMessage"]}}]]}
    attributes = {
        "langsmith.span.kind": "llm",
        "gen_ai.system": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.prompt": json.dumps({"messages": [[human]]}),
        "gen_ai.completion": json.dumps(said),
        "langsmith.metadata.ls_temperature": "0.2",
        "langsmith.metadata.thread_id": "thread-1",
        "langsmith.metadata.plan": "pro",
        "langsmith.metadata.LANGSMITH_PROJECT": "secret",
        "langsmith.span.tags": "a",
    }
    draft = draft_of(attributes)
    assert (draft.dialect, draft.kind, draft.session) == ("langsmith", "model", "thread-1")
    assert draft.messages == [{"role": "user", "content": "Hi"}]
    assert draft.outputs == [{"role": "assistant", "content": "Ho"}]
    assert draft.metadata == {"thread_id": "thread-1", "plan": "pro", "tags": ["a"]}
    assert config_of(draft, "x")[1]["temperature"] == 0.2


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ({"choices": [{"message": {"role": "assistant", "content": "Ho"}, "finish_reason": "stop"}]}, "Ho"),
        ({"output": "Ho"}, "Ho"),
        ({"output": {"role": "assistant", "content": "Ho"}}, "Ho"),
        ({"role": "assistant", "content": "Ho"}, "Ho"),
        ({"messages": [{"role": "assistant", "content": "Ho"}]}, "Ho"),
        ({"score": 3}, '{"score":3}'),
        ({"output": [1, 2]}, "[1,2]"),
        ({"output": None}, None),
    ],
)
def test_what_functions_answer_that_langsmith_traces(answered: Any, said: str | None) -> None:
    attributes = {"langsmith.span.kind": "llm", "gen_ai.prompt": '{"text": "Hi"}'}
    draft = draft_of({**attributes, "gen_ai.completion": json.dumps(answered)})
    assert draft.inputs == {"text": "Hi"}
    assert [message["content"] for message in draft.outputs] == ([] if said is None else [said])


def test_a_captured_workflow_of_langsmith() -> None:
    spans, _ = read_traces((PAYLOADS / "langsmith--workflow.json").read_bytes(), is_json=True)
    drafts = [translate(span) for span in spans]
    found = {(span.name, span.status): draft for span, draft in zip(spans, drafts, strict=True)}
    model, failed = found["model", 1], found["model", 2]
    assert {draft.session for draft in drafts} == {"conv-7"}
    assert model.messages == [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hi?"}]
    assert model.outputs == [{"role": "assistant", "content": "Hello!"}]
    assert (model.prompt_tokens, model.output_tokens, model.finish_reason) == (12, 7, "stop")
    assert (model.metadata["team"], model.metadata["tags"]) == ("a", ["fast", "eu"])
    assert (model.request or {})["temperature"] == 0.2
    assert found["summary", 1].inputs == {"text": "Hello!"}
    assert found["summary", 1].outputs == [{"role": "assistant", "content": "Short."}]
    assert (found["search", 1].kind, found["search", 1].inputs) == ("tool", {"query": "event loop"})
    assert failed.error == "ValueError: no such model"
    assert "Traceback" not in str(spans)


def test_logfire_3_keeps_request_and_response_whole() -> None:
    request = {"model": "m", "temperature": 0.5, "messages": [{"role": "user", "content": "Hi"}]}
    response = {
        "message": {"role": "assistant", "content": "Ho"},
        "usage": {"prompt_tokens": 3, "completion_tokens": 0},
    }
    draft = draft_of({"request_data": json.dumps(request), "response_data": json.dumps(response)})
    assert (draft.dialect, draft.kind) == ("logfire", "model")
    assert draft.messages == request["messages"]
    assert draft.outputs == [response["message"]]
    assert (draft.prompt_tokens, draft.output_tokens) == (3, 0)


def test_several_choices() -> None:
    said = [{"role": "assistant", "parts": [{"type": "text", "content": text}]} for text in ("one", "two")]
    draft = draft_of({**MODEL, "gen_ai.output.messages": json.dumps(said)})
    assert draft.outputs[0]["content"] == "one"
    assert draft.response == {"choices": said}


def test_zero_is_a_number_and_numbers_may_be_texts() -> None:
    draft = draft_of({**MODEL, "gen_ai.usage.input_tokens": 0, "gen_ai.usage.output_tokens": "7"})
    assert (draft.prompt_tokens, draft.output_tokens) == (0, 7)


IMPOSSIBLE: list[Any] = [-5, 1e300, 2**63 - 1, 1.5, True, "-1", "1e300", "1" + 400 * "0", "many", "NaN"]


@pytest.mark.parametrize("count", IMPOSSIBLE)
def test_counts_that_are_none_are_kept_as_they_came(count: Any) -> None:
    names = {
        "gen_ai.usage.input_tokens": "prompt_tokens",
        "gen_ai.usage.output_tokens": "output_tokens",
        "gen_ai.usage.cache_read.input_tokens": "cached_tokens",
    }
    draft = draft_of({**MODEL, **dict.fromkeys(names, count), "gen_ai.request.max_tokens": "1" + 400 * "0"})
    assert (draft.prompt_tokens, draft.output_tokens, draft.usage) == (None, None, {})
    assert draft.rest == dict.fromkeys(names, count)
    assert config_of(draft, "x") == config_of(draft_of(MODEL), "x")


def test_the_first_count_that_can_be_is_the_count() -> None:
    draft = draft_of({**MODEL, "gen_ai.usage.input_tokens": -1, "gen_ai.usage.prompt_tokens": 4})
    assert (draft.prompt_tokens, draft.rest) == (4, {"gen_ai.usage.input_tokens": -1})


@pytest.mark.parametrize("count", [-5, 1e300, True])
def test_counts_that_are_none_in_objects_of_libraries(count: Any) -> None:
    usage = json.dumps({"input": count, "output": 3, "input_cached_tokens": count})
    attributes = {"langfuse.observation.type": "generation", "langfuse.observation.usage_details": usage}
    draft = draft_of(attributes)
    assert (draft.prompt_tokens, draft.output_tokens, draft.usage) == (None, 3, {})
    assert draft.rest == {"langfuse.observation.usage_details": usage}
    said = json.dumps({"usage": {"prompt_tokens": count, "completion_tokens": 3}})
    draft = draft_of({"logfire.span_type": "span", "request_data": '{"model": "m"}', "response_data": said})
    assert (draft.prompt_tokens, draft.output_tokens) == (None, 3)


@pytest.mark.parametrize("cost", [-0.5, 1e305, "free"])
def test_costs_that_are_none_are_kept_as_they_came(cost: Any) -> None:
    names = {"llm.cost.prompt": cost, "llm.cost.completion": cost, "llm.cost.total": cost}
    draft = draft_of({"openinference.span.kind": "LLM", "llm.model_name": "m", **names})
    assert (draft.prompt_cost, draft.output_cost, draft.cost) == (None, None, None)
    assert names.items() <= draft.rest.items()


def test_json_that_was_cut_stays_a_text() -> None:
    draft = draft_of({**MODEL, "gen_ai.input.messages": '[{"role": "user", "cont'})
    assert draft.messages == [{"role": "user", "content": '[{"role": "user", "cont'}]


@pytest.mark.parametrize("name", ["code.function", "http.method", "server.address", "logfire.msg", "ai.model.id"])
def test_what_makes_no_dialect(name: str) -> None:
    assert find_dialect([name], []) is BARE


def test_each_dialect_is_found_by_its_marks_and_has_a_name_of_its_own() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS) == 8
    assert find_dialect([], ["gen_ai.choice"]).name == "semconv_events"
    assert find_dialect(["langfuse.trace.name"], []).name == "langfuse"
    assert find_dialect(["gen_ai.request.model"], []).name == "semconv"


WILD: list[Any] = [None, 0, -1, 1.5, True, "", "x", "[", "{}", "[[[]]]", [], [1, "x"]]
WILD += [
    '{"input": 1e999, "total": 1e999, "max_tokens": 1e999}',
    '[{"role": 3}]',
    '{"a": {"b": []}}',
    '{"messages": [[1]]}',
    '[{"content": [[], 3, {"type": "image"}]}]',
]


@pytest.mark.parametrize("value", WILD)
def test_no_value_of_any_attribute_breaks_a_span(value: Any) -> None:
    """Every attribute that any dialect reads, with values of forms that it does not expect."""
    for dialect in DIALECTS:
        names = {name for keys in dialect.keys.values() for name in keys} | {
            *(f"{mark}x" if mark.endswith(".") else mark for mark in (*dialect.marks, *dialect.weak_marks)),
            *("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.tool.definitions", "input.value", "events"),
            *(
                "gen_ai.prompt.0.role",
                "gen_ai.prompt.0",
                "llm.tools.0.tool.json_schema",
                "ai.prompt",
                "ai.prompt.tools",
            ),
            *("langfuse.observation.input", "langfuse.observation.output", "langfuse.observation.usage_details"),
            *("gen_ai.prompt", "gen_ai.completion", "request_data", "response_data", "pydantic_ai.all_messages"),
            *("metadata", "tag.tags", "llm.invocation_parameters", "langfuse.observation.cost_details"),
        }
        body = {"name": "x", "attributes": [], **span("a" * 32, 1)}
        body["attributes"] = [] if value is None else [{"key": name, "value": _value(value)} for name in sorted(names)]
        spans, _ = read_traces(json.dumps(request_of(body)).encode(), is_json=True)
        draft = translate(spans[0])
        config_of(draft, "x")


def _value(value: Any) -> dict[str, Any]:
    from tests.server.tracing.forms import value_of

    return value_of(value)


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    assert [record.message for record in caplog.records] == []


def test_langfuse_says_that_something_failed_without_saying_what() -> None:
    generation = {"langfuse.observation.type": "generation", "langfuse.observation.level": "ERROR"}
    assert draft_of(generation).error == "error"
    assert draft_of({**generation, "langfuse.observation.status_message": "No."}).error == "No."


def test_counts_of_langfuse_that_are_none_cost_nothing_else() -> None:
    usage = '{"input": 1e999, "prompt_tokens": "12", "output": 2.0, "output_tokens": 3}'
    draft = draft_of({"langfuse.observation.type": "generation", "langfuse.observation.usage_details": usage})
    assert (draft.kind, draft.prompt_tokens, draft.output_tokens) == ("model", 12, 2)


def test_all_choices_are_kept_whatever_the_provider_calls_them() -> None:
    said = {f"llm.output_messages.{n}.message.content": text for n, text in enumerate(("Hum.", "Spit."))}
    answer = {"output.value": '{"candidates": [1, 2]}', "output.mime_type": "application/json"}
    draft = draft_of({"openinference.span.kind": "LLM", **said, **answer})
    assert draft.outputs[0]["content"] == "Hum."
    assert draft.response["candidates"] == [1, 2]
    assert len(draft.response["choices"]) == 2
