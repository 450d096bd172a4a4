"""Google's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.google import ContentsForm
from humanloop.server.generation.providers.interface import Sample, Usage
from tests.server.providers.prompts import IMAGE, LINK, TOOL, USER, asked, cut_everywhere

if TYPE_CHECKING:
    Json = dict[str, Any]

HELLO = {"role": "user", "parts": [{"text": "hello"}]}
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}
TOOLS = {"tools": [TOOL]}
SENT_TOOLS = {
    "tools": [
        {"functionDeclarations": [{"name": "look_up", "parametersJsonSchema": {"type": "object", "properties": {}}}]}
    ]
}


def request(**given: Any) -> Any:
    return ContentsForm().request(asked(**given), 1, stream=False)


def choice(**calling: Any) -> Json:
    return {**SENT_TOOLS, "toolConfig": {"functionCallingConfig": calling}}


@pytest.mark.parametrize(
    ("given", "config"),
    [
        ({"temperature": 0}, {"temperature": 0}),
        ({"top_p": 0.5, "max_tokens": 9}, {"topP": 0.5, "maxOutputTokens": 9}),
        ({"presence_penalty": 1, "frequency_penalty": -1}, {"presencePenalty": 1, "frequencyPenalty": -1}),
        ({"seed": 3, "stop": "a"}, {"seed": 3, "stopSequences": ["a"]}),
        ({"logprobs": 2}, {"responseLogprobs": True, "logprobs": 2}),
        ({"response_format": {"type": "json_object"}}, {"responseMimeType": "application/json"}),
        (
            {"response_format": {"type": "json_schema", "json_schema": SCHEMA}},
            {"responseMimeType": "application/json", "responseJsonSchema": SCHEMA},
        ),
        (
            {"reasoning_effort": "low", "model": "gemini-3-pro"},
            {"thinkingConfig": {"thinkingLevel": "LOW"}},
        ),
        (
            {"reasoning_effort": "low", "model": "gemini-2.5-flash"},
            {"thinkingConfig": {"thinkingBudget": 1024}},
        ),
    ],
)
def test_the_generation_config(given: Json, config: Json) -> None:
    assert request(**given).body == {"contents": [HELLO], "generationConfig": config}


@pytest.mark.parametrize(
    ("given", "more", "left_out"),
    [
        ({}, {}, []),
        (TOOLS, SENT_TOOLS, []),
        ({**TOOLS, "tool_choice": "none"}, choice(mode="NONE"), []),
        ({**TOOLS, "tool_choice": "required"}, choice(mode="ANY"), []),
        (
            {**TOOLS, "tool_choice": {"type": "function", "function": {"name": "look_up"}}},
            choice(mode="ANY", allowedFunctionNames=["look_up"]),
            [],
        ),
        ({"user": "u", "suffix": "s"}, {}, ["suffix", "user"]),
    ],
)
def test_what_is_sent(given: Json, more: Json, left_out: list[str]) -> None:
    made = request(**given)
    assert (made.body, list(made.left_out)) == ({"contents": [HELLO]} | more, left_out)


def test_the_model_is_in_the_path() -> None:
    assert request(model="models/gemini-2.5-pro").path == "/v1beta/models/gemini-2.5-pro:generateContent"
    made = ContentsForm().request(asked(model="a/../b"), 1, stream=True)
    assert made.path == "/v1beta/models/a%2F..%2Fb:streamGenerateContent?alt=sse"


def call(identifier: str, arguments: str = '{"a": 1}') -> Json:
    return {"id": identifier, "type": "function", "function": {"name": "look_up", "arguments": arguments}}


def test_a_conversation() -> None:
    body = request(
        messages=[
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": [{"type": "text", "text": "hello"}, IMAGE]},
            {"role": "assistant", "content": "Wait.", "tool_calls": [call("g1"), call("call_x~c2ln")]},
            {"role": "tool", "content": '{"n": 4}', "tool_call_id": "g1"},
            {"role": "tool", "content": "5", "tool_call_id": "call_x~c2ln"},
        ]
    ).body
    assert body["systemInstruction"] == {"parts": [{"text": "Be short."}]}
    assert body["contents"] == [
        {
            "role": "user",
            "parts": [{"text": "hello"}, {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}],
        },
        {
            "role": "model",
            "parts": [
                {"text": "Wait."},
                {"functionCall": {"id": "g1", "name": "look_up", "args": {"a": 1}}},
                {"functionCall": {"name": "look_up", "args": {"a": 1}}, "thoughtSignature": "c2ln"},
            ],
        },
        {
            "role": "user",
            "parts": [
                {"functionResponse": {"id": "g1", "name": "look_up", "response": {"n": 4}}},
                {"functionResponse": {"name": "look_up", "response": {"result": "5"}}},
            ],
        },
    ]


def test_calls_of_other_models_have_no_signature_to_give_back() -> None:
    messages = [USER, {"role": "assistant", "content": None, "tool_calls": [call("call_1"), call("call_2")]}]
    parts = request(messages=messages, model="gemini-3-flash").body["contents"][1]["parts"]
    assert [part.get("thoughtSignature") for part in parts] == ["skip_thought_signature_validator", None]


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({"role": "user", "content": [LINK]}, r"messages\[0\]\.content\[0\]: Google takes images as data URLs only"),
        ({"role": "tool", "content": "4", "tool_call_id": "gone"}, r"messages\[0\]\.tool_call_id"),
        ({"role": "assistant", "content": None, "tool_calls": [call("c", "{")]}, r"messages\[0\]\.tool_calls\[0\]"),
    ],
)
def test_refusals(message: Json, place: str) -> None:
    with pytest.raises(ProviderError, match=place) as refusal:
        request(messages=[message])
    assert refusal.value.code == 422


def candidate(*parts: Json, reason: str | None = "STOP") -> Json:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, "finishReason": reason}]}


@pytest.mark.parametrize(
    ("whole", "text", "finish"),
    [
        (candidate({"text": "a"}, {"text": "Hm.", "thought": True}, {"text": "b"}), "ab", "stop"),
        (candidate({"text": ""}, reason="MAX_TOKENS"), "", "length"),
        (candidate(reason="SAFETY"), "", "SAFETY"),
        ({"candidates": [{"finishReason": "A_NEW_ONE"}]}, "", "A_NEW_ONE"),
        ({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, "", "PROHIBITED_CONTENT"),
    ],
)
def test_what_comes_back(whole: Json, text: str, finish: str) -> None:
    assert ContentsForm().answer(whole).samples == [Sample(text, finish)]


def test_calls_keep_what_was_thought_before_them() -> None:
    part = {"functionCall": {"name": "look_up", "args": {"ä": 1}}, "thoughtSignature": "c2ln"}
    (sample,) = ContentsForm().answer(candidate(part, {"functionCall": {"id": "g", "name": "f"}})).samples
    first, second = sample.tool_calls
    assert (sample.finish_reason, first["function"]) == ("tool_call", {"name": "look_up", "arguments": '{"ä": 1}'})
    assert (second["id"], second["function"]["arguments"]) == ("g", "{}")
    messages = [USER, {"role": "assistant", "content": None, "tool_calls": [first]}]
    assert request(messages=messages).body["contents"][1]["parts"] == [part]


USAGE = {
    "promptTokenCount": 5,
    "toolUsePromptTokenCount": 1,
    "candidatesTokenCount": 7,
    "thoughtsTokenCount": 2,
    "cachedContentTokenCount": 3,
}


def test_usage() -> None:
    assert ContentsForm().answer(candidate() | {"usageMetadata": USAGE}).usage == Usage(6, [9], 9, 3, 2)
    assert ContentsForm().answer(candidate()).usage is None


def test_a_stream_cut_at_every_byte() -> None:
    stream = [
        {**candidate({"text": "Hm.", "thought": True}, reason=None), "usageMetadata": {"promptTokenCount": 5}},
        candidate({"text": "Grü"}, reason=None),
        candidate({"text": "ße"}, reason=None),
        candidate({"functionCall": {"name": "f", "args": {}}}, reason=None),
        {**candidate({"text": ""}), "usageMetadata": USAGE, "responseId": "r"},
    ]
    for pieces, whole in cut_everywhere(ContentsForm(), stream):
        assert pieces == [(0, "Grü"), (0, "ße")]
        answer = ContentsForm().answer(whole)
        assert (answer.samples[0].text, answer.samples[0].finish_reason) == ("Grüße", "tool_call")
        assert (len(answer.samples[0].tool_calls), answer.usage) == (1, Usage(6, [9], 9, 3, 2))
        assert whole["candidates"][0]["content"]["parts"][:2] == [{"text": "Hm.", "thought": True}, {"text": "Grüße"}]
