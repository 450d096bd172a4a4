"""What is sent, held against what others say of each provider: documents, types of its libraries, a server."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming, MessageCreateParamsStreaming
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from google.genai import types
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from humanloop.server.generation.providers.anthropic import MessagesForm
from humanloop.server.generation.providers.bedrock import ConverseForm
from humanloop.server.generation.providers.chat_form import ChatForm
from humanloop.server.generation.providers.cohere import CohereForm
from humanloop.server.generation.providers.google import ContentsForm
from humanloop.server.generation.providers.text_form import TextForm
from tests.server.providers.prompts import IMAGE, LINK, TOOL, USER, asked

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = dict[str, Any]

CALLS = [
    {"id": f"call_{name}", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}}
    for name in ("a", "b")
]
CONVERSATION = [
    {"role": "system", "content": "Be short."},
    {"role": "user", "content": [{"type": "text", "text": "Look."}, IMAGE], "name": None},
    {"role": "assistant", "content": None, "tool_calls": CALLS, "tool_call_id": None},
    {"role": "tool", "content": "4", "tool_call_id": "call_a"},
    {"role": "tool", "content": '{"n": 5}', "tool_call_id": "call_b"},
    {"role": "assistant", "content": "Nine.", "tool_calls": None},
    USER,
]
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
DESCRIBED = {
    "type": "function",
    "function": {"name": "other", "description": "d", "parameters": SCHEMA, "strict": True},
}
NAMED = {"type": "function", "function": {"name": "look_up"}}
ASKED: list[Json] = [
    {},
    {"messages": CONVERSATION, "tools": [TOOL, DESCRIBED]},
    *({"tools": [TOOL, DESCRIBED], "tool_choice": choice} for choice in ("auto", "none", "required", NAMED)),
    {"max_tokens": 10, "stop": ["a", "b"], "seed": 3, "user": "u", "logprobs": 2},
    {"presence_penalty": 0.5, "frequency_penalty": -0.5, "stop": "x", "reasoning_effort": "low"},
    {"response_format": {"type": "json_object"}},
    {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "strict": True}}},
    {"response_format": {"type": "json_schema", "json_schema": SCHEMA}},
    {"model": "gpt-5", "max_tokens": 4},
]
SAMPLED: Json = {"temperature": 0.5, "top_p": 0.5}
every = pytest.mark.parametrize("given", ASKED)
either = pytest.mark.parametrize("stream", [False, True])

OPENAI: Json = json.loads((Path(__file__).parent / "data" / "openai.json").read_text(encoding="utf-8"))


def openai(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", **OPENAI})


@either
@pytest.mark.parametrize("given", [*ASKED, SAMPLED, {"messages": [{"role": "user", "content": [LINK]}]}])
def test_chats_of_openai(given: Json, stream: bool) -> None:
    for samples in (1, 3):
        body = ChatForm().request(asked(**given), samples, stream=stream).body
        openai("CreateChatCompletionRequest").validate(body)


@either
def test_completions_of_openai(stream: bool) -> None:
    given = {"max_tokens": 4, "stop": "x", "seed": 1, "user": "u", "suffix": "s", "logprobs": 2, **SAMPLED}
    for more in ({}, given):
        body = TextForm().request(asked(is_chat=False, **more), 2, stream=stream).body
        openai("CreateCompletionRequest").validate(body)


def test_the_document_refuses_what_is_wrong() -> None:
    for wrong in ({"logprobs": 3}, {"n": None}, {"temperature": 3}):
        assert not openai("CreateChatCompletionRequest").is_valid({"model": "m", "messages": [USER], **wrong})


@every
@either
def test_messages_of_anthropic(given: Json, stream: bool) -> None:
    # Its types know the version of October 2026, which has no temperature.
    body = MessagesForm().request(asked(**given), 1, stream=stream).body
    kind: Any = MessageCreateParamsStreaming if stream else MessageCreateParamsNonStreaming
    TypeAdapter(kind).validate_python(body)
    assert body.keys() <= kind.__required_keys__ | kind.__optional_keys__


COHERE = Path(__file__).parents[3] / "build/cohere"
with_cohere = pytest.mark.skipif(not COHERE.exists(), reason="its library is missing: make build/cohere.stamp")


@pytest.fixture
def cohere(monkeypatch: pytest.MonkeyPatch) -> Callable[[Json], None]:
    """Hold a body against the arguments of a call, and raise an error if one is of another type."""
    monkeypatch.syspath_prepend(COHERE)
    kinds = get_type_hints(import_module("cohere.v2.client").V2Client.chat)

    def check(body: Json) -> None:
        assert {"model", "messages"} <= body.keys() <= kinds.keys() - {"request_options"} | {"stream"}
        for name in body.keys() - {"stream"}:
            assert unknown(TypeAdapter(kinds[name]).validate_python(body[name])) == []

    return check


def unknown(value: Any) -> list[str]:
    """The names that its types do not have, which they let pass."""
    if isinstance(value, BaseModel):
        return [*(value.model_extra or {}), *unknown([item for _, item in value])]
    return [name for item in value for name in unknown(item)] if isinstance(value, list) else []


@with_cohere
@every
@either
def test_chats_of_cohere(cohere: Callable[[Json], None], given: Json, stream: bool) -> None:
    for more in ({}, SAMPLED):
        cohere(CohereForm().request(asked(**given, **more), 1, stream=stream).body)
    cohere(CohereForm().request(asked([{"role": "user", "content": [LINK]}]), 1, stream=stream).body)


@with_cohere
@pytest.mark.parametrize(
    "wrong",
    [
        {"logprobs": 3},
        {"stop_sequences": "x"},
        {"tools": [TOOL["function"]]},
        {"messages": [{"role": "tool", "content": "4"}]},
        {"messages": [{**USER, "name": "n"}]},
        {"response_format": {"type": "json_schema"}},
        {"n": 2},
    ],
)
def test_the_types_of_cohere_refuse_what_is_wrong(cohere: Callable[[Json], None], wrong: Json) -> None:
    with pytest.raises((ValidationError, AssertionError)):
        cohere({"model": "m", "messages": [USER], **wrong})


@every
def test_contents_of_google(given: Json) -> None:
    for more in ({}, SAMPLED):
        body = ContentsForm().request(asked(**given, **more), 1, stream=False).body
        assert body.keys() <= {"contents", "systemInstruction", "generationConfig", "tools", "toolConfig"}
        for content in body["contents"]:
            types.Content.model_validate_json(json.dumps(content))
        for name, kind in (
            ("systemInstruction", types.Content),
            ("generationConfig", types.GenerationConfig),
            ("toolConfig", types.ToolConfig),
        ):
            if name in body:
                kind.model_validate_json(json.dumps(body[name]))
        for tool in body.get("tools", []):
            types.Tool.model_validate_json(json.dumps(tool))


@every
def test_conversations_of_bedrock(given: Json) -> None:
    model = ServiceModel(Loader().load_service_model("bedrock-runtime", "service-2"))
    shape = model.operation_model("Converse").input_shape
    for more in ({}, SAMPLED):
        body = ConverseForm().request(asked(**given, **more), 1, stream=False).body
        report = ParamValidator().validate({"modelId": "m", **body}, shape)
        assert not report.has_errors(), report.generate_report()
