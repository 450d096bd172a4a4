"""The provider `mock`: answers at once, always the same, without a key or a network.

It repeats the last message of the user. `other` in the model config writes it a script:

- `mock_output`: the text to answer, or a list with one text per sample;
- `mock_tool_calls`: calls to make, each `{"name": …, "arguments": …}`, unless the last message is a tool's answer;
- `mock_error`: a text, or `{"message", "code", "type", "after"}`: fail with that status of a provider, once that many
  words are streamed;
- `mock_latency`: seconds to wait before the answer;
- `mock_pace`: seconds between two words of a stream.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Sample, Usage, status_for
from humanloop.server.generation.providers.mock_answers import TITLE, samples_for, words
from humanloop.server.generation.providers.payload import chat_payload
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from humanloop.server.generation.providers.interface import Prompt

_PIECES = re.compile(r"\s*\S+\s*|\s+")


class MockProvider:
    """Answers by script."""

    title = TITLE

    async def generate(self, prompt: Prompt) -> Generation:
        """Answer at once, or after the latency of the script."""
        await _wait(prompt)
        error, _ = _scripted_error(prompt)
        if error is not None:
            raise error
        return _generation(prompt, samples_for(prompt), stream=False)

    async def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Generation | Interruption]:
        """Answer word by word; several samples take turns."""
        await _wait(prompt)
        error, words_before = _scripted_error(prompt)
        samples = samples_for(prompt)
        if error is not None and words_before == 0:
            raise error
        said = ["" for _ in samples]
        for count, piece in enumerate(_pieces(samples)):
            if error is not None and count >= words_before:
                break
            if count:
                await _wait(prompt, "mock_pace")
            said[piece.index] += piece.text
            yield piece
        if error is None:
            yield _generation(prompt, samples, stream=True)
        else:
            yield Interruption(_generation(prompt, [Sample(text, None) for text in said], stream=True), error)


def _pieces(samples: Sequence[Sample]) -> list[Piece]:
    """Cut the samples into words and let them take turns."""
    cut = [_PIECES.findall(sample.text) for sample in samples]
    longest = max((len(each) for each in cut), default=0)
    return [
        Piece(index, pieces[turn]) for turn in range(longest) for index, pieces in enumerate(cut) if turn < len(pieces)
    ]


def _generation(prompt: Prompt, samples: Sequence[Sample], *, stream: bool) -> Generation:
    prompt_words = sum(words(message.get("content")) for message in prompt.messages)
    said = [
        words(sample.text) + sum(words(call["function"]["arguments"]) for call in sample.tool_calls)
        for sample in samples
    ]
    response = {
        "object": "mock.completion",
        "model": prompt.config["model"],
        "choices": [
            {
                "index": index,
                "message": {
                    "role": "assistant",
                    "content": sample.text,
                    **({"tool_calls": list(sample.tool_calls)} if sample.tool_calls else {}),
                },
                "finish_reason": "tool_calls" if sample.tool_calls else sample.finish_reason,
            }
            for index, sample in enumerate(samples)
        ],
        "usage": {
            "prompt_tokens": prompt_words,
            "completion_tokens": sum(said),
            "total_tokens": prompt_words + sum(said),
        },
    }
    return Generation(samples, chat_payload(prompt, stream=stream), [response], Usage(prompt_words, said))


async def _wait(prompt: Prompt, key: str = "mock_latency") -> None:
    seconds = _script(prompt).get(key)
    if isinstance(seconds, (int, float)) and seconds > 0:
        await asyncio.sleep(seconds)


def _script(prompt: Prompt) -> dict[str, Any]:
    return as_object(prompt.config.get("other"))


def _scripted_error(prompt: Prompt) -> tuple[ProviderError | None, int]:
    """Answer the error of the script, and how many words come before it when streaming."""
    given = _script(prompt).get("mock_error")
    if not given:
        return None, 0
    described = given if is_object(given) else {"message": str(given)}
    error = ProviderError(
        str(described.get("message") or "The mock provider was told to fail."),
        origin=MockProvider.title,
        code=status_for(described.get("code")),
        kind=described.get("type"),
    )
    after = described.get("after")
    return error, after if isinstance(after, int) else 0
