"""OpenAI's forms: a config and a request become a body, an answer or a stream becomes samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.chat_form import ChatForm, is_reasoning
from humanloop.server.generation.providers.interface import Sample, Usage
from humanloop.server.generation.providers.openai import form_of
from humanloop.server.generation.providers.text_form import TextForm
from tests.server.providers.peer import events
from tests.server.providers.prompts import IMAGE, TOOL, USER, asked, cut_everywhere, feed, prompt

if TYPE_CHECKING:
    Json = dict[str, Any]

BASE: Json = {"model": "m", "messages": [USER]}
SCHEMA = {"type": "object", "properties": {"a": {"type": "null"}}}
CALL = {"id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": "{not json"}}


def body(form: Any = None, samples: int = 1, *, stream: bool = False, **given: Any) -> Json:
    request: Json = (form or ChatForm()).request(asked(**given), samples, stream=stream).body
    return request


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ({}, {}),
        ({"temperature": 1.0, "top_p": 1, "max_tokens": -1, "frequency_penalty": 0.0, "other": {}, "stop": []}, {}),
        ({"temperature": 0}, {"temperature": 0}),
        ({"temperature": 1, "top_p": 0.5}, {"top_p": 0.5}),
        ({"presence_penalty": -1, "frequency_penalty": 2}, {"presence_penalty": -1, "frequency_penalty": 2}),
        ({"max_tokens": 7}, {"max_completion_tokens": 7}),
        ({"stop": "a"}, {"stop": "a"}),
        ({"stop": ["a", "b"]}, {"stop": ["a", "b"]}),
        ({"seed": 0}, {"seed": 0}),
        ({"user": "u"}, {"user": "u"}),
        ({"logprobs": 3}, {"logprobs": True, "top_logprobs": 3}),
        ({"reasoning_effort": "low"}, {"reasoning_effort": "low"}),
        ({"response_format": {"type": "text"}}, {}),
        ({"response_format": {"type": "json_object"}}, {"response_format": {"type": "json_object"}}),
        (
            {"response_format": {"type": "json_schema", "json_schema": SCHEMA}},
            {"response_format": {"type": "json_schema", "json_schema": {"name": "response", "schema": SCHEMA}}},
        ),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": SCHEMA, "strict": True, "description": None},
                }
            },
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": SCHEMA, "strict": True},
                }
            },
        ),
        ({"tools": [TOOL], "tool_choice": "auto"}, {"tools": [TOOL]}),
        ({"tools": [TOOL], "tool_choice": "none"}, {"tools": [TOOL], "tool_choice": "none"}),
        ({"tools": [TOOL], "tool_choice": "required"}, {"tools": [TOOL], "tool_choice": "required"}),
        (
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "look_up"}}},
            {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "look_up"}}},
        ),
        ({"tool_choice": "none"}, {}),
    ],
)
def test_what_is_sent(given: Json, more: Json) -> None:
    assert body(**given) == BASE | more


def test_samples_and_streams() -> None:
    assert body(samples=3) == BASE | {"n": 3}
    assert body(stream=True) == BASE | {"stream": True, "stream_options": {"include_usage": True}}


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        ({"role": "user", "content": "x", "name": None}, {"role": "user", "content": "x"}),
        (
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "assistant", "tool_calls": [CALL]},
        ),
        (
            {"role": "assistant", "content": None, "tool_call": {"name": "f", "arguments": ""}},
            {"role": "assistant", "function_call": {"name": "f", "arguments": ""}},
        ),
        (
            {"role": "tool", "content": "4", "tool_call_id": "call_1", "tool_calls": None},
            {"role": "tool", "content": "4", "tool_call_id": "call_1"},
        ),
        (
            {"role": "user", "content": [{"type": "text", "text": "x"}, IMAGE]},
            {"role": "user", "content": [{"type": "text", "text": "x"}, IMAGE]},
        ),
    ],
)
def test_messages(message: Json, sent: Json) -> None:
    assert body(messages=[message])["messages"] == [sent]


@pytest.mark.parametrize("url", ["http://x.test/a.png", "ftp://x", "data:image/png,abc", "data:;base64,", "", None])
def test_images_that_nobody_can_take(url: str | None) -> None:
    message = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}
    with pytest.raises(ProviderError, match=r"messages\[1\]\.content\[0\]") as refusal:
        body(messages=[USER, message])
    assert (refusal.value.code, refusal.value.origin) == (422, "Humanloop")


@pytest.mark.parametrize(
    ("model", "reasons"),
    [
        *((name, True) for name in ("o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "gpt-5.1", "gpt-5-mini", "gpt-10")),
        *((name, True) for name in ("openai/gpt-oss-20b", "ft:o4-mini:org::id")),
        *(
            (name, False)
            for name in ("gpt-4o", "gpt-4.1", "gpt-3.5-turbo", "gpt-5-chat-latest", "olmo", "co1", "gpt-50b")
        ),
    ],
)
def test_models_that_reason(model: str, reasons: bool) -> None:
    assert is_reasoning(model) is reasons
    given = {"model": model, "temperature": 0.2, "top_p": 0.3, "presence_penalty": 1, "max_tokens": 5}
    request = ChatForm(limit="max_tokens").request(asked(**given), 1, stream=False)
    assert ("temperature" in request.body, "max_tokens" in request.body) == (not reasons, not reasons)
    assert list(request.left_out) == (["presence_penalty", "temperature", "top_p"] if reasons else [])


@pytest.mark.parametrize(
    ("model", "stops"),
    [
        *((name, False) for name in ("o3", "o3-2025-04-16", "o3-pro", "o4-mini", "ft:o4-mini:org::id")),
        *((name, True) for name in ("o1", "o3-mini", "gpt-5", "gpt-4o", "co3", "o30")),
    ],
)
def test_models_that_take_no_stop(model: str, stops: bool) -> None:
    request = ChatForm().request(asked(model=model, stop="x"), 1, stream=False)
    assert request.body.get("stop") == ("x" if stops else None)
    assert list(request.left_out) == ([] if stops else ["stop"])


def test_what_a_compatible_server_does_not_take() -> None:
    form = ChatForm(limit="max_tokens", drop=frozenset({"n", "seed", "name"}), rename={"user": "end_user"})
    messages = [{"role": "user", "content": "x", "name": "Ann"}]
    request = form.request(asked(messages=messages, seed=1, user="u", max_tokens=3, suffix="s"), 2, stream=False)
    assert request.body == {
        "model": "m",
        "messages": [{"role": "user", "content": "x"}],
        "end_user": "u",
        "max_tokens": 3,
    }
    assert (list(request.left_out), form.answers_several) == (["suffix", "seed"], False)


def test_older_completions() -> None:
    assert isinstance(form_of(asked(is_chat=False, model="gpt-3.5-turbo-instruct")), TextForm)
    assert isinstance(form_of(asked(is_chat=False, model="gpt-4o")), ChatForm)
    assert isinstance(form_of(asked(model="gpt-3.5-turbo-instruct")), ChatForm)
    given = {"is_chat": False, "max_tokens": 9, "suffix": "end", "logprobs": 2, "temperature": 0.1}
    assert body(TextForm(), samples=2, **given) == {
        "model": "m",
        "prompt": "hello",
        "max_tokens": 9,
        "suffix": "end",
        "logprobs": 2,
        "temperature": 0.1,
        "n": 2,
    }
    assert TextForm().request(asked(reasoning_effort="low"), 1, stream=False).left_out == ["reasoning_effort"]


def choice(index: int = 0, finish: str | None = "stop", **message: Any) -> Json:
    return {"index": index, "message": {"role": "assistant", **message}, "finish_reason": finish}


@pytest.mark.parametrize(
    ("given", "sample"),
    [
        (choice(content=" hi "), Sample(" hi ")),
        (choice(content=None), Sample("")),
        (choice(content="", refusal="I will not."), Sample("I will not.")),
        (choice(finish="length", content="a"), Sample("a", "length")),
        (choice(finish="content_filter", content=""), Sample("", "content_filter")),
        (choice(finish="a new word", content=""), Sample("", "a new word")),
        (choice(finish=None, content=""), Sample("", None)),
        (choice(finish="tool_calls", content=None, tool_calls=[CALL]), Sample("", "tool_call", (CALL,))),
        (
            choice(finish="function_call", content=None, function_call={"name": "f", "arguments": "{}"}),
            Sample(
                "", "tool_call", ({"id": "call_0", "type": "function", "function": {"name": "f", "arguments": "{}"}},)
            ),
        ),
        (choice(content=[{"type": "text", "text": "a"}, {"type": "thinking"}]), Sample("a")),
        (choice(content=["a", {"type": "text", "text": 5}, {"type": "text", "text": None}]), Sample("a5")),
        (choice(content={"ü": 1}), Sample('{"ü": 1}')),
        (choice(content=0), Sample("0")),
        (choice(content=None, refusal=[{"text": "no"}]), Sample("no")),
    ],
)
def test_what_comes_back(given: Json, sample: Sample) -> None:
    assert ChatForm().answer({"choices": [given]}).samples == [sample]


def test_usage() -> None:
    details = {"prompt_tokens_details": {"cached_tokens": 2}, "completion_tokens_details": {"reasoning_tokens": 3}}
    usage = {"prompt_tokens": 5, "completion_tokens": 7, **details}
    one = {"choices": [choice(content="a")], "usage": usage}
    assert ChatForm().answer(one).usage == Usage(5, [7], 7, cached=2, reasoning=3)
    two = {"choices": [choice(1, content="b"), choice(0, content="a")], "usage": usage}
    answer = ChatForm().answer(two)
    assert [sample.text for sample in answer.samples] == ["a", "b"]
    assert answer.usage == Usage(5, [None, None], 7, cached=2, reasoning=3)
    assert ChatForm().answer({"choices": [], "usage": None}).usage is None
    assert ChatForm().answer({"choices": [choice()], "x_groq": {"usage": usage}}).usage == Usage(
        5, [7], 7, cached=2, reasoning=3
    )


def delta(index: int = 0, finish: str | None = None, **given: Any) -> Json:
    return {"index": index, "delta": given, "finish_reason": finish}


def piece(number: int, **function: Any) -> Json:
    head = {"id": f"call_{number}", "type": "function"} if "name" in function else {}
    return {"index": number, **head, "function": function}


STREAM = [
    {"id": "c", "model": "m-1", "choices": [], "prompt_filter_results": []},
    {"id": "c", "choices": [delta(role="assistant", content="")]},
    {"id": "c", "choices": [delta(content="Grüße "), delta(1, content="one")]},
    {"id": "c", "choices": [delta(content="😀")]},
    {"id": "c", "choices": [delta(tool_calls=[piece(0, name="look_up", arguments="")])]},
    {"id": "c", "choices": [delta(tool_calls=[piece(0, arguments='{"a"'), piece(1, name="b", arguments="{")])]},
    {"id": "c", "choices": [delta(tool_calls=[piece(0, arguments=": 1}")])]},
    {"id": "c", "choices": [delta(tool_calls=[piece(1, arguments="}")]), delta(1, "length")]},
    {"id": "c", "choices": [delta(finish="tool_calls")]},
    {"id": "c", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 9}},
    "[DONE]",
    {"id": "c", "choices": [delta(content="never")]},
]


def test_a_stream_cut_at_every_byte() -> None:
    for pieces, whole in cut_everywhere(ChatForm(), STREAM):
        assert pieces == [(0, "Grüße "), (1, "one"), (0, "😀")]
        answer = ChatForm().answer(whole)
        calls = [("call_0", "look_up", '{"a": 1}'), ("call_1", "b", "{}")]
        assert [
            (each["id"], each["function"]["name"], each["function"]["arguments"])
            for each in answer.samples[0].tool_calls
        ] == calls
        assert [(sample.text, sample.finish_reason) for sample in answer.samples] == [
            ("Grüße 😀", "tool_call"),
            ("one", "length"),
        ]
        assert answer.usage == Usage(3, [None, None], 9)
        assert (whole["id"], whole["model"], whole["object"]) == ("c", "m-1", "chat.completion")


def thinking(text: str) -> Json:
    return {"type": "thinking", "thinking": [{"type": "text", "text": text}]}


def text(said: str) -> Json:
    return {"type": "text", "text": said}


@pytest.mark.parametrize(
    ("deltas", "pieces", "message"),
    [
        (
            [[thinking("h")], [thinking("mm")], [text("Hel")], [text("lo"), text(" ")], "wor", "ld"],
            ["Hel", "lo ", "wor", "ld"],
            {"content": [thinking("hmm"), text("Hello world")]},
        ),
        (
            ["a", [{"type": "reference", "reference_ids": [1]}, {"type": "reference", "reference_ids": [2]}], "b"],
            ["a", "b"],
            {
                "content": [
                    text("a"),
                    {"type": "reference", "reference_ids": [1]},
                    {"type": "reference", "reference_ids": [2]},
                    text("b"),
                ]
            },
        ),
        ([[], "", None, "a", ["b", {"type": []}]], ["a", "b"], {"content": [text("a"), "b", {"type": []}]}),
        (["a", 5, {"b": 1}], ["a", "5", '{"b": 1}'], {"content": 'a5{"b": 1}'}),
        ([None, ""], [], {"content": None}),
    ],
)
def test_a_stream_of_parts(deltas: list[Any], pieces: list[str], message: Json) -> None:
    chunks = [{"choices": [delta(content=each)]} for each in deltas]
    said, whole = feed(ChatForm(), [events(*chunks, {"choices": [delta(finish="stop")]})])
    assert said == [(0, each) for each in pieces]
    assert whole["choices"][0]["message"] == {"role": "assistant", **message}
    assert ChatForm().answer(whole).samples == [Sample("".join(pieces))]


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_thoughts_of_a_stream_are_kept_and_not_said(name: str) -> None:
    chunks = [{"choices": [delta(**each)]} for each in ({name: "h"}, {name: "mm", "content": ""}, {"content": "Hi"})]
    said, whole = feed(ChatForm(), [events(*chunks, {"choices": [delta(finish="stop")]})])
    assert said == [(0, "Hi")]
    assert whole["choices"][0]["message"] == {"role": "assistant", "content": "Hi", name: "hmm"}


def a_call(identifier: str, name: str, arguments: str) -> Json:
    return {"id": identifier, "type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.mark.parametrize(
    ("given", "call"),
    [
        ({"id": "a", "function": {"name": "f", "arguments": {"ü": 1}}}, a_call("a", "f", '{"ü": 1}')),
        ({"id": 7, "function": {"name": 3, "arguments": 4}}, a_call("7", "3", "4")),
        ({"id": "a", "function": {"name": "f", "arguments": ""}}, a_call("a", "f", "")),
        ({"function": {"name": "f", "arguments": []}}, a_call("call_0", "f", "[]")),
    ],
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_calls_whose_fields_are_no_texts(given: Json, call: Json, is_listed: bool) -> None:
    calls = [given] if is_listed else given
    whole = {"choices": [choice(finish="tool_calls", content=None, tool_calls=calls)]}
    assert ChatForm().answer(whole).samples == [Sample("", "tool_call", (call,))]
    chunks = [{"choices": [delta(tool_calls=calls)]}, {"choices": [delta(finish="tool_calls")]}]
    _, collected = feed(ChatForm(), [events(*chunks)])
    assert ChatForm().answer(collected).samples == [Sample("", "tool_call", (call,))]


def test_a_call_without_arguments() -> None:
    whole = {"choices": [choice(finish="tool_calls", tool_calls=[{"id": "a", "function": {"name": "f"}}])]}
    assert ChatForm().answer(whole).samples[0].tool_calls == (a_call("a", "f", "{}"),)


def test_a_stream_of_calls_that_are_in_no_list() -> None:
    pieces = [piece(0, name="f", arguments='{"a"'), piece(0, arguments=": 1}")]
    chunks = [{"choices": [delta(tool_calls=each)]} for each in pieces]
    _, whole = feed(ChatForm(), [events(*chunks, {"choices": [delta(finish="tool_calls")]})])
    assert ChatForm().answer(whole).samples[0].tool_calls == (a_call("call_0", "f", '{"a": 1}'),)


def test_a_stream_of_texts() -> None:
    chunks = [
        {"choices": [{"index": 0, "text": "a", "finish_reason": None}]},
        {"choices": [{"index": 0, "text": 7, "finish_reason": "length"}]},
        {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}},
    ]
    for pieces, whole in cut_everywhere(TextForm(), chunks):
        assert pieces == [(0, "a"), (0, "7")]
        answer = TextForm().answer(whole)
        assert (answer.samples, answer.usage) == ([Sample("a7", "length")], Usage(1, [2], 2))
    whole = {"choices": [{"index": 0, "text": 7, "finish_reason": "stop"}]}
    assert TextForm().answer(whole).samples == [Sample("7")]


def test_an_untouched_config_asks_for_nothing() -> None:
    assert asked(provider="openai", endpoint="chat").fields == {}
    assert prompt().samples == 1
