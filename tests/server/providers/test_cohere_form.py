"""Cohere's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.generation.providers.cohere import CohereForm
from humanloop.server.generation.providers.form import StreamFailure
from humanloop.server.generation.providers.interface import Sample, Usage
from tests.server.providers.prompts import IMAGE, LINK, TOOL, USER, asked, cut_everywhere

if TYPE_CHECKING:
    Json = dict[str, Any]

BASE: Json = {"model": "m", "messages": [USER], "stream": False}
SCHEMA = {"type": "object", "required": ["a"]}
OTHER_TOOL = {"type": "function", "function": {"name": "other", "description": "d", "strict": True}}
SENT_OTHER = {
    "type": "function",
    "function": {"name": "other", "description": "d", "parameters": {"type": "object", "properties": {}}},
}
CALL = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": "{not json"}}


def request(**given: Any) -> Any:
    return CohereForm().request(asked(**given), 1, stream=False)


@pytest.mark.parametrize(
    ("given", "more", "left_out"),
    [
        ({}, {}, []),
        ({"temperature": 0.2, "top_p": 0.5}, {"temperature": 0.2, "p": 0.5}, []),
        ({"presence_penalty": 0.5, "frequency_penalty": 1}, {"presence_penalty": 0.5, "frequency_penalty": 1}, []),
        ({"max_tokens": 9, "seed": 2, "stop": "a"}, {"max_tokens": 9, "seed": 2, "stop_sequences": ["a"]}, []),
        ({"logprobs": 3}, {"logprobs": True}, []),
        ({"response_format": {"type": "json_object"}}, {"response_format": {"type": "json_object"}}, []),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}},
            {"response_format": {"type": "json_object", "json_schema": SCHEMA}},
            [],
        ),
        (
            {"user": "u", "suffix": "s", "reasoning_effort": "low"},
            {},
            ["reasoning_effort", "suffix", "user"],
        ),
        ({"tools": [TOOL]}, {"tools": [TOOL]}, []),
        ({"tools": [TOOL], "tool_choice": "none"}, {"tools": [TOOL], "tool_choice": "NONE"}, []),
        ({"tools": [TOOL], "tool_choice": "required"}, {"tools": [TOOL], "tool_choice": "REQUIRED"}, []),
        (
            {"tools": [TOOL, OTHER_TOOL], "tool_choice": {"type": "function", "function": {"name": "other"}}},
            {"tools": [SENT_OTHER], "strict_tools": True, "tool_choice": "REQUIRED"},
            [],
        ),
    ],
)
def test_what_is_sent(given: Json, more: Json, left_out: list[str]) -> None:
    made = request(**given)
    assert (made.path, made.body, list(made.left_out)) == ("/v2/chat", BASE | more, left_out)


def test_a_conversation() -> None:
    link = {"type": "image_url", "image_url": {"url": "https://images.test/a.png"}}
    data = {"type": "image_url", "image_url": {"url": IMAGE["image_url"]["url"]}}
    assert request(
        messages=[
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": [{"type": "text", "text": "x"}, IMAGE, LINK]},
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "content": "4", "tool_call_id": "c1", "name": "look_up"},
        ]
    ).body["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": [{"type": "text", "text": "x"}, data, link]},
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "c1", "content": "4"},
    ]


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        ("COMPLETE", "stop"),
        ("STOP_SEQUENCE", "stop"),
        ("MAX_TOKENS", "length"),
        ("TOOL_CALL", "tool_call"),
        ("TIMEOUT", "TIMEOUT"),
        (None, None),
    ],
)
def test_what_comes_back(reason: str | None, finish: str | None) -> None:
    content = [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    whole = {"finish_reason": reason, "message": {"content": content, "tool_plan": "Plan."}}
    assert CohereForm().answer(whole).samples == [Sample("ab", finish)]


def test_usage() -> None:
    usage: Json = {"billed_units": {"input_tokens": 1.0}, "tokens": {"input_tokens": 5.0, "output_tokens": 7.0}}
    assert CohereForm().answer({"message": {}, "usage": usage}).usage == Usage(5, [7])
    del usage["tokens"]
    assert CohereForm().answer({"message": {}, "usage": usage}).usage == Usage(1, [0])


def delta(kind: str, index: int = 0, **message: Any) -> Json:
    return {"type": kind, "index": index, "delta": {"message": message}}


def call(name: str | None = None, arguments: str = "", **more: Any) -> Json:
    function = {"arguments": arguments, **({"name": name} if name else {})}
    return {"tool_calls": {**more, "function": function}}


END = {"finish_reason": "TOOL_CALL", "usage": {"tokens": {"input_tokens": 5, "output_tokens": 7}}}
STREAM = [
    {"type": "message-start", "id": "m1", "delta": {"message": {"role": "assistant"}}},
    delta("content-start", content={"type": "thinking", "thinking": ""}),
    delta("content-delta", content={"thinking": "Hm."}),
    {"type": "content-end", "index": 0},
    delta("content-start", 1, content={"type": "text", "text": ""}),
    delta("content-delta", 1, content={"text": "Grü"}),
    delta("content-delta", 1, content={"text": "ße"}),
    delta("tool-plan-delta", tool_plan="I will "),
    delta("tool-plan-delta", tool_plan="look."),
    delta("tool-call-start", **call("look_up", id="c1", type="function")),
    delta("tool-call-delta", **call(arguments='{"a"')),
    delta("tool-call-delta", **call(arguments=": 1}")),
    {"type": "tool-call-end", "index": 0},
    {"type": "something-new"},
    {"type": "message-end", "delta": END},
]


def test_a_stream_cut_at_every_byte() -> None:
    for pieces, whole in cut_everywhere(CohereForm(), STREAM, names=True):
        assert pieces == [(0, "Grü"), (0, "ße")]
        answer = CohereForm().answer(whole)
        (sample,) = answer.samples
        assert (sample.text, sample.finish_reason, answer.usage) == ("Grüße", "tool_call", Usage(5, [7]))
        assert sample.tool_calls[0] == {
            "id": "c1",
            "type": "function",
            "function": {"name": "look_up", "arguments": '{"a": 1}'},
        }
        assert (whole["id"], whole["message"]["tool_plan"]) == ("m1", "I will look.")


def test_an_end_that_is_an_error() -> None:
    with pytest.raises(StreamFailure):
        list(CohereForm().collector().feed({"type": "message-end", "delta": {"finish_reason": "ERROR", "error": "no"}}))
