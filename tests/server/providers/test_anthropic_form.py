"""Anthropic's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.anthropic import MessagesForm
from humanloop.server.generation.providers.interface import Sample, Usage
from tests.server.providers.prompts import IMAGE, LINK, TOOL, USER, asked, cut_everywhere

if TYPE_CHECKING:
    Json = dict[str, Any]

HELLO = {"role": "user", "content": [{"type": "text", "text": "hello"}]}
BASE: Json = {"model": "m", "max_tokens": 4096, "messages": [HELLO]}
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}
TOOLS = {"tools": [TOOL]}
SENT_TOOLS = {"tools": [{"name": "look_up", "input_schema": {"type": "object", "properties": {}}}]}


def request(**given: Any) -> Any:
    return MessagesForm().request(asked(**given), 1, stream=False)


@pytest.mark.parametrize(
    ("given", "more", "left_out"),
    [
        ({}, {}, []),
        ({"temperature": 0.5}, {"temperature": 0.5}, []),
        ({"temperature": 0.5, "top_p": 0.5}, {"temperature": 0.5, "top_p": 0.5}, []),
        ({"max_tokens": 9}, {"max_tokens": 9}, []),
        ({"stop": "a"}, {"stop_sequences": ["a"]}, []),
        ({"stop": ["a", "b"]}, {"stop_sequences": ["a", "b"]}, []),
        ({"user": "u"}, {"metadata": {"user_id": "u"}}, []),
        ({"reasoning_effort": "low"}, {"output_config": {"effort": "low"}}, []),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}},
            {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}},
            [],
        ),
        ({"response_format": {"type": "json_object"}}, {}, ["response_format"]),
        (
            {"presence_penalty": 1, "frequency_penalty": 1, "seed": 1, "logprobs": 1, "suffix": "s"},
            {},
            ["frequency_penalty", "logprobs", "presence_penalty", "seed", "suffix"],
        ),
        (TOOLS, SENT_TOOLS, []),
        ({**TOOLS, "tool_choice": "auto"}, SENT_TOOLS, []),
        ({**TOOLS, "tool_choice": "none"}, {**SENT_TOOLS, "tool_choice": {"type": "none"}}, []),
        ({**TOOLS, "tool_choice": "required"}, {**SENT_TOOLS, "tool_choice": {"type": "any"}}, []),
        (
            {**TOOLS, "tool_choice": {"type": "function", "function": {"name": "look_up"}}},
            {**SENT_TOOLS, "tool_choice": {"type": "tool", "name": "look_up"}},
            [],
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "description": "d", "strict": True}}]},
            {
                "tools": [
                    {
                        "name": "f",
                        "description": "d",
                        "strict": True,
                        "input_schema": {"type": "object", "properties": {}},
                    }
                ]
            },
            [],
        ),
    ],
)
def test_what_is_sent(given: Json, more: Json, left_out: list[str]) -> None:
    made = request(**given)
    assert (made.body, list(made.left_out)) == (BASE | more, left_out)
    assert (made.path, made.headers) == ("/v1/messages", {"anthropic-version": "2023-06-01"})


CALLS = [
    {"id": "call.1", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}},
    {"id": "c2", "type": "function", "function": {"name": "look_up", "arguments": ""}},
]


def test_a_conversation() -> None:
    body = request(
        messages=[
            {"role": "system", "content": "First."},
            USER,
            {"role": "assistant", "content": None, "tool_calls": CALLS},
            {"role": "tool", "content": "4", "tool_call_id": "call.1"},
            {"role": "tool", "content": "5", "tool_call_id": "c2"},
            {"role": "user", "content": [{"type": "text", "text": ""}, IMAGE, LINK]},
            {"role": "system", "content": "Later."},
            {"role": "assistant", "content": ""},
        ]
    ).body
    text_4, text_5 = [{"type": "text", "text": "4"}], [{"type": "text", "text": "5"}]
    assert body["system"] == "First.\n\nLater."
    assert body["messages"] == [
        HELLO,
        {
            "role": "assistant",
            "content": [
                {"type": "tool_use", "id": "call_1", "name": "look_up", "input": {"a": 1}},
                {"type": "tool_use", "id": "c2", "name": "look_up", "input": {}},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "call_1", "content": text_4},
                {"type": "tool_result", "tool_use_id": "c2", "content": text_5},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}},
                {"type": "image", "source": {"type": "url", "url": "https://images.test/a.png"}},
            ],
        },
    ]


@pytest.mark.parametrize("arguments", ["{", "[1]", "null", '"text"'])
def test_arguments_that_are_no_object(arguments: str) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    with pytest.raises(ProviderError, match=r"messages\[0\]\.tool_calls\[0\]\.function\.arguments") as refusal:
        request(messages=[{"role": "assistant", "content": "", "tool_calls": [call]}])
    assert refusal.value.code == 422


def test_what_comes_back() -> None:
    whole = {
        "content": [
            {"type": "thinking", "thinking": "Hm.", "signature": "s"},
            {"type": "text", "text": "a"},
            {"type": "text", "text": "b"},
            {"type": "tool_use", "id": "t", "name": "f", "input": {"ä": 1}},
            {"type": "something new"},
        ],
        "stop_reason": "tool_use",
        "usage": {
            "input_tokens": 1,
            "cache_creation_input_tokens": 2,
            "cache_read_input_tokens": 4,
            "output_tokens": 8,
        },
    }
    answer = MessagesForm().answer(whole)
    call = {"id": "t", "type": "function", "function": {"name": "f", "arguments": '{"ä": 1}'}}
    assert answer.samples == [Sample("ab", "tool_call", (call,))]
    assert answer.usage == Usage(7, [8], cached=4, cache_written=2)


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        *((each, "stop") for each in ("end_turn", "stop_sequence", "pause_turn")),
        *((each, "length") for each in ("max_tokens", "model_context_window_exceeded")),
        *((each, each) for each in ("refusal", "a new one", None)),
    ],
)
def test_why_an_answer_ends(reason: str | None, finish: str | None) -> None:
    (sample,) = MessagesForm().answer({"content": [], "stop_reason": reason}).samples
    assert (sample.text, sample.finish_reason) == ("", finish)


STREAM = [
    {
        "type": "message_start",
        "message": {"id": "msg", "content": [], "stop_reason": None, "usage": {"input_tokens": 3, "output_tokens": 1}},
    },
    {"type": "ping"},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "Hm."}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "sig"}},
    {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "Grü"}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "ße"}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "citations_delta", "citation": {"at": 1}}},
    {"type": "content_block_stop", "index": 1},
    {"type": "a_new_event", "index": 1},
    {
        "type": "content_block_start",
        "index": 2,
        "content_block": {"type": "tool_use", "id": "t", "name": "f", "input": {}},
    },
    {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": ""}},
    {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": '{"a":'}},
    {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": " 1}"}},
    {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 15}},
    {"type": "message_stop"},
]


def test_a_stream_cut_at_every_byte() -> None:
    for pieces, whole in cut_everywhere(MessagesForm(), STREAM, names=True):
        assert pieces == [(0, "Grü"), (0, "ße")]
        assert whole["content"] == [
            {"type": "thinking", "thinking": "Hm.", "signature": "sig"},
            {"type": "text", "text": "Grüße", "citations": [{"at": 1}]},
            {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
        ]
        answer = MessagesForm().answer(whole)
        assert answer.samples[0].text == "Grüße"
        # Letter by letter as the model wrote them.
        assert answer.samples[0].tool_calls[0]["function"]["arguments"] == '{"a": 1}'
        assert answer.usage == Usage(3, [15])


def test_arguments_stay_as_the_model_wrote_them() -> None:
    for pieces in (['{"a":1}'], ['{"a"', ":"]):
        collector = MessagesForm().collector()
        block = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
        events = [{"type": "content_block_start", "index": 0, "content_block": block}]
        events += [
            {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": each}}
            for each in pieces
        ]
        assert [text for event in events for text in collector.feed(event)] == []
        (sample,) = MessagesForm().answer(collector.whole()).samples
        assert sample.tool_calls[0]["function"]["arguments"] == "".join(pieces)
