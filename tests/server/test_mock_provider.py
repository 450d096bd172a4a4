"""The provider `mock`."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Prompt
from humanloop.server.generation.providers.mock import MockProvider
from humanloop.server.generation.providers.registry import Providers
from humanloop.server.settings import Settings

if TYPE_CHECKING:
    Json = dict[str, Any]


USER = {"role": "user", "content": "one two three"}


def prompt(messages: Any = (USER,), *, other: Json | None = None, config: Json | None = None, **rest: Any) -> Prompt:
    return Prompt({"model": "m", "other": other or {}, **(config or {})}, messages, **rest)


async def texts(asked: Prompt) -> list[str]:
    return [sample.text for sample in (await MockProvider().generate(asked)).samples]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (prompt(), ["one two three"]),
        (prompt([USER, {"role": "assistant", "content": "x"}]), ["one two three"]),
        (prompt([{"role": "system", "content": "only this"}]), ["only this"]),
        (prompt([]), [""]),
        (prompt([{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}]}]), ["a"]),
        (prompt([{"role": "user", "content": None}]), [""]),
        (prompt(samples=2), ["one two three", "one two three (2)"]),
        (prompt(other={"mock_output": "said"}), ["said"]),
        (prompt(other={"mock_output": "said"}, samples=2), ["said", "said (2)"]),
        (prompt(other={"mock_output": ["a", "b"]}, samples=3), ["a", "b", "a (2)"]),
        (prompt(other={"mock_output": {"k": 1}}), ['{"k": 1}']),
        (prompt(config={"stop": "two"}), ["one "]),
        (prompt(config={"stop": ["three", " t"]}), ["one"]),
        (prompt(config={"stop": ["", "absent"]}), ["one two three"]),
        (prompt(config={"max_tokens": 2}), ["one two"]),
        (prompt(config={"max_tokens": 3}), ["one two three"]),
        (prompt(config={"max_tokens": 0}), [""]),
        (prompt(config={"max_tokens": -1}), ["one two three"]),
        (prompt(response_format={"type": "json_object"}), ['{"output": "one two three"}']),
        (prompt([{"role": "user", "content": '{"a": 1}'}], response_format={"type": "json_object"}), ['{"a": 1}']),
        (
            prompt(response_format={"type": "json_schema", "json_schema": {"schema": {"type": "integer"}}}),
            ["1"],
        ),
    ],
)
async def test_what_it_says(asked: Prompt, expected: Any) -> None:
    assert await texts(asked) == expected
    assert await texts(asked) == expected


async def test_it_says_why_it_ended_and_counts_words() -> None:
    generation = await MockProvider().generate(prompt(config={"max_tokens": 2}))
    assert generation.samples[0].finish_reason == "length"
    assert (generation.usage.prompt, generation.usage.samples) == (3, [2])
    assert generation.responses[0]["usage"] == {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


@pytest.mark.parametrize("asked", [prompt(), prompt(samples=3), prompt([]), prompt(other={"mock_output": " a\n\n b "})])
async def test_a_stream_says_the_same_word_by_word(asked: Prompt) -> None:
    items = [item async for item in MockProvider().stream(asked)]
    *pieces, whole = items
    assert isinstance(whole, Generation)
    assert all(isinstance(piece, Piece) for piece in pieces)
    said = ["".join(piece.text for piece in pieces if piece.index == index) for index in range(asked.samples)]
    assert said == [sample.text for sample in whole.samples] == await texts(asked)
    assert all(len(piece.text.split()) <= 1 for piece in pieces)


@pytest.mark.parametrize(
    ("script", "code", "message"),
    [
        ("broken", 500, "broken"),
        ({"message": "slow down", "code": 429}, 429, "slow down"),
        ({"code": 403, "message": "no"}, 401, "no"),
        ({"code": 413, "message": "too long"}, 413, "too long"),
        ({"code": 529, "message": "busy"}, 529, "busy"),
        ({"code": 502, "message": "?"}, 503, "?"),
        ({"code": 402, "message": "pay"}, 402, "pay"),
        ({"code": 408, "message": "late"}, 408, "late"),
        ({"code": 409, "message": "both"}, 409, "both"),
        ({"code": 424, "message": "?"}, 500, "?"),
        ({"code": 498, "message": "who?"}, 401, "who?"),
        ({"code": 200}, 500, "The mock provider was told to fail."),
        ({"code": "x"}, 500, "The mock provider was told to fail."),
    ],
)
async def test_scripted_errors(script: Any, code: int, message: str) -> None:
    asked = prompt(other={"mock_error": script})
    with pytest.raises(ProviderError) as caught:
        await MockProvider().generate(asked)
    assert (caught.value.code, caught.value.message) == (code, message)
    with pytest.raises(ProviderError):
        await anext(MockProvider().stream(asked))


async def test_an_error_in_the_middle_keeps_what_was_said() -> None:
    asked = prompt(other={"mock_error": {"message": "cut", "after": 2}})
    *pieces, last = [item async for item in MockProvider().stream(asked)]
    assert "".join(piece.text for piece in pieces) == "one two "
    assert isinstance(last, Interruption)
    assert (last.generation.samples[0].text, last.error.message) == ("one two ", "cut")


async def test_latency() -> None:
    began = time.monotonic()
    await MockProvider().generate(prompt(other={"mock_latency": 0.05}))
    assert time.monotonic() - began >= 0.05


async def test_calls_have_an_id_for_every_turn() -> None:
    other = {"mock_tool_calls": [{"function": {"name": "f"}}, "g"]}
    first = (await MockProvider().generate(prompt(other=other))).samples[0]
    again = (await MockProvider().generate(prompt(other=other))).samples[0]
    later = (await MockProvider().generate(prompt([USER, USER], other=other))).samples[0]
    assert [call["function"] for call in first.tool_calls] == [
        {"name": "f", "arguments": "{}"},
        {"name": "g", "arguments": "{}"},
    ]
    assert first == again
    assert len({call["id"] for call in (*first.tool_calls, *later.tool_calls)}) == 4


async def test_scripted_arguments_answer_a_forced_call() -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    other = {"mock_tool_calls": [{"name": "f", "arguments": {"a": 1}}, {"name": "g"}]}
    choice = {"type": "function", "function": {"name": "f"}}
    asked = prompt(other=other, tools=tools, tool_choice=choice)
    (call,) = (await MockProvider().generate(asked)).samples[0].tool_calls
    assert json.loads(call["function"]["arguments"]) == {"a": 1}


def test_a_fallback_needs_an_adapter_itself() -> None:
    with pytest.raises(ValueError, match="mock"):
        Providers(Settings(provider_fallback="openai"))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "minItems": 10**9},
        {"type": "array", "minItems": 5, "items": {"$ref": "#"}},
        {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"type": "number", "minimum": "low"},
    ],
    ids=str,
)
async def test_a_schema_without_an_example_is_an_error_of_the_provider(schema: Any) -> None:
    tools = [{"type": "function", "function": {"name": "f", "parameters": schema}}]
    with pytest.raises(ProviderError, match="schema of the tool 'f'") as caught:
        await MockProvider().generate(prompt(tools=tools, tool_choice="required"))
    assert caught.value.code == 422
