"""Bedrock's form, and AWS's frames."""

from __future__ import annotations

import json
from struct import pack
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.aws_frames import AwsFrames
from humanloop.server.generation.providers.bedrock import ConverseForm
from humanloop.server.generation.providers.interface import Sample, Usage
from tests.server.providers.frames import frame, header
from tests.server.providers.prompts import IMAGE, LINK, TOOL, USER, asked, feed

if TYPE_CHECKING:
    Json = dict[str, Any]

HELLO = {"role": "user", "content": [{"text": "hello"}]}
SCHEMA = {"type": "object", "required": ["a"]}
SPEC = {"toolSpec": {"name": "look_up", "inputSchema": {"json": {"type": "object", "properties": {}}}}}
CALL = {"id": "call.1~x", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}}
USES = [USER, {"role": "assistant", "content": None, "tool_calls": [CALL]}]


def request(**given: Any) -> Any:
    return ConverseForm().request(asked(**given), 1, stream=False)


@pytest.mark.parametrize(
    ("given", "more", "left_out"),
    [
        ({}, {}, []),
        ({"temperature": 0, "top_p": 0.5}, {"inferenceConfig": {"temperature": 0, "topP": 0.5}}, []),
        ({"max_tokens": 9, "stop": "a"}, {"inferenceConfig": {"maxTokens": 9, "stopSequences": ["a"]}}, []),
        ({"reasoning_effort": "low"}, {"outputConfig": {"effort": "low"}}, []),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}},
            {
                "outputConfig": {
                    "textFormat": {
                        "type": "json_schema",
                        "structure": {"jsonSchema": {"name": "n", "schema": json.dumps(SCHEMA)}},
                    }
                }
            },
            [],
        ),
        ({"response_format": {"type": "json_object"}, "user": "u"}, {}, ["response_format", "user"]),
        (
            {"seed": 1, "logprobs": 1, "presence_penalty": 1, "frequency_penalty": 1, "suffix": "s"},
            {},
            ["frequency_penalty", "logprobs", "presence_penalty", "seed", "suffix"],
        ),
        ({"tools": [TOOL]}, {"toolConfig": {"tools": [SPEC]}}, []),
        ({"tools": [TOOL], "tool_choice": "none"}, {}, []),
        (
            {"tools": [TOOL], "tool_choice": "required"},
            {"toolConfig": {"tools": [SPEC], "toolChoice": {"any": {}}}},
            [],
        ),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "look_up"}}},
            {"toolConfig": {"tools": [SPEC], "toolChoice": {"tool": {"name": "look_up"}}}},
            [],
        ),
    ],
)
def test_what_is_sent(given: Json, more: Json, left_out: list[str]) -> None:
    made = request(**given)
    assert (made.body, list(made.left_out)) == ({"messages": [HELLO]} | more, left_out)


def test_tools_stay_where_the_conversation_has_calls_of_them() -> None:
    made = request(messages=USES, tools=[TOOL], tool_choice="none")
    assert (made.body["toolConfig"], made.left_out) == ({"tools": [SPEC]}, ["tool_choice"])


def test_the_model_is_in_the_path() -> None:
    arn = "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.model-v1:0"
    quoted = "arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.model-v1%3A0"
    assert request(model=arn).path == f"/model/{quoted}/converse"
    assert ConverseForm().request(asked(model="m"), 1, stream=True).path == "/model/m/converse-stream"


def test_a_conversation() -> None:
    body = request(
        messages=[
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": [{"type": "text", "text": "hello"}, IMAGE]},
            *USES[1:],
            {"role": "tool", "content": "4", "tool_call_id": "call.1~x"},
            {"role": "user", "content": "And?"},
        ]
    ).body
    assert body["system"] == [{"text": "Be short."}]
    assert body["messages"] == [
        {
            "role": "user",
            "content": [{"text": "hello"}, {"image": {"format": "png", "source": {"bytes": "iVBORw0KGgo="}}}],
        },
        {
            "role": "assistant",
            "content": [{"toolUse": {"toolUseId": "call_1_x", "name": "look_up", "input": {"a": 1}}}],
        },
        {
            "role": "user",
            "content": [{"toolResult": {"toolUseId": "call_1_x", "content": [{"text": "4"}]}}, {"text": "And?"}],
        },
    ]


@pytest.mark.parametrize("image", [LINK, {"type": "image_url", "image_url": {"url": "data:image/tiff;base64,AAAA"}}])
def test_images_that_it_does_not_take(image: Json) -> None:
    with pytest.raises(ProviderError, match=r"messages\[0\]\.content\[0\]"):
        request(messages=[{"role": "user", "content": [image]}])


def test_what_the_api_does_not_know_is_for_the_model() -> None:
    other = {"top_k": 5, "guardrailConfig": {"guardrailIdentifier": "g"}, "inferenceConfig": {"topP": 0.1}}
    body = {"messages": [], "inferenceConfig": {"temperature": 0}}
    assert ConverseForm().merge(body, other) == {
        "messages": [],
        "inferenceConfig": {"temperature": 0, "topP": 0.1},
        "guardrailConfig": {"guardrailIdentifier": "g"},
        "additionalModelRequestFields": {"top_k": 5},
    }


def test_what_comes_back() -> None:
    content = [
        {"reasoningContent": {"reasoningText": {"text": "Hm."}}},
        {"text": "a"},
        {"text": "b"},
        {"toolUse": {"toolUseId": "t", "name": "f", "input": {"a": 1}}},
    ]
    usage = {"inputTokens": 1, "cacheReadInputTokens": 2, "cacheWriteInputTokens": 4, "outputTokens": 8}
    whole = {"output": {"message": {"content": content}}, "stopReason": "tool_use", "usage": usage}
    answer = ConverseForm().answer(whole)
    call = {"id": "t", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
    assert (answer.samples, answer.usage) == (
        [Sample("ab", "tool_call", (call,))],
        Usage(7, [8], cached=2, cache_written=4),
    )
    whole = {"output": {"message": {"content": []}}, "stopReason": "guardrail_intervened"}
    assert ConverseForm().answer(whole).samples == [Sample("", "guardrail_intervened")]


STREAM = b"".join(
    frame(name, payload)
    for name, payload in (
        ("messageStart", {"role": "assistant"}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"text": "Hm."}}}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"signature": "s"}}}),
        ("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"text": "Grü"}}),
        ("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"text": "ße"}}),
        ("contentBlockStop", {"contentBlockIndex": 1}),
        ("contentBlockStart", {"contentBlockIndex": 2, "start": {"toolUse": {"toolUseId": "t", "name": "f"}}}),
        ("contentBlockDelta", {"contentBlockIndex": 2, "delta": {"toolUse": {"input": '{"a"'}}}),
        ("contentBlockDelta", {"contentBlockIndex": 2, "delta": {"toolUse": {"input": ":1}"}}}),
        ("somethingNew", {"contentBlockIndex": 2}),
        ("messageStop", {"stopReason": "tool_use"}),
        ("metadata", {"usage": {"inputTokens": 3, "outputTokens": 5}, "metrics": {"latencyMs": 1}}),
    )
)


def test_a_stream_cut_at_every_byte() -> None:
    cuts = [[STREAM[:place], STREAM[place:]] for place in range(0, len(STREAM), 7)]
    for chunks in (*cuts, [STREAM[place : place + 1] for place in range(len(STREAM))]):
        pieces, whole = feed(ConverseForm(), chunks)
        assert pieces == [(0, "Grü"), (0, "ße")]
        assert whole["output"]["message"]["content"][0] == {
            "reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "s"}}
        }
        answer = ConverseForm().answer(whole)
        assert (answer.samples[0].text, answer.samples[0].finish_reason) == ("Grüße", "tool_call")
        assert answer.samples[0].tool_calls[0]["function"]["arguments"] == '{"a":1}'
        assert answer.usage == Usage(3, [5])


def test_exceptions_and_errors() -> None:
    def read(data: bytes) -> Any:
        return list(AwsFrames(lambda text: text).feed(data))

    exception = frame("throttlingException", {"message": "slow down"}, kind="exception")
    assert read(exception) == [{"error": {"type": "throttlingException", "message": "slow down"}}]
    headers = header(":message-type", "error") + header(":error-code", "500") + header(":error-message", "broken")
    assert read(frame("", None, headers=headers)) == [{"error": {"type": "500", "message": "broken"}}]


def prelude(total: int, headers: int) -> bytes:
    head = pack(">II", total, headers)
    return head + pack(">I", crc32(head))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"data: {}\n\n     ", "no frames"),
        (STREAM[:-1] + b"\0", "damaged"),
        (prelude(2**31, 0), "no frames"),
        (prelude(16, 30), "shorter than its headers"),
        (frame("", None, headers=b"\x01a\x63"), "of a kind that nobody knows"),
        (frame("", None, headers=b"\x01a\x07\x00"), "cut"),
    ],
)
def test_frames_that_are_none(data: bytes, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        list(AwsFrames(lambda text: text).feed(data))
