"""OpenAI's chat completions: how they are asked and how they answer, also by servers that take the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.generation.providers.chat_contents import Content, text_in
from humanloop.server.generation.providers.contents import parts_of
from humanloop.server.generation.providers.counting import count_of
from humanloop.server.generation.providers.form import Answer, Form, Request, finish_of
from humanloop.server.generation.providers.interface import Sample, Usage
from humanloop.server.generation.providers.written import text_of_arguments, tool_call
from humanloop.server.json_values import as_array, as_object, objects_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked

_FIELDS = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "stop", "seed", "user", "reasoning_effort")
_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty")
_REASONS = re.compile(r"(?:^|[/:])(?:o\d|gpt-(?:[5-9]|\d\d)|gpt-oss)(?![a-z0-9])(?!.*-chat)", re.IGNORECASE)
# OpenAI's types say so.
_NEVER_STOPS = re.compile(r"(?:^|[/:])(?:o3(?!-mini)|o4-mini)(?![a-z0-9])", re.IGNORECASE)
FINISH = {"tool_calls": "tool_call", "function_call": "tool_call"}
"""Words for why an answer ended, where the API has others."""
_SAID = ("content", "refusal")
_THOUGHT = ("reasoning_content", "reasoning")
"""What servers of models that think call their thoughts, where they are no parts of the content."""


def is_reasoning(model: str) -> bool:
    """Tell whether a model is known to think before it answers; these have no sampling parameters."""
    return _REASONS.search(model) is not None


def _untaken(model: str) -> frozenset[str]:
    """Name the fields that a model is known not to take."""
    sampling = _SAMPLING if is_reasoning(model) else ()
    return frozenset((*sampling, "stop") if _NEVER_STOPS.search(model) else sampling)


@dataclass(frozen=True)
class ChatForm(Form):
    """Chat completions.

    Args:
        limit: What the most tokens of an answer are called, but for models that are known to reason.
        path: Behind the base URL; `{model}` stands for the model.
        has_model_in_path: Whether it names the model.
        drop: Fields that the server does not take.
        rename: Fields that it knows by another name.
    """

    limit: str = "max_completion_tokens"
    path: str = "/chat/completions"
    has_model_in_path: bool = False
    drop: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def answers_several(self) -> bool:
        """Whether the server takes `n`."""
        return "n" not in self.drop

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        reasons = is_reasoning(asked.model)
        body: dict[str, Any] = {
            "model": asked.model,
            "messages": [_message(message, place, self.drop) for place, message in enumerate(asked.messages)],
            **{name: asked.fields[name] for name in _FIELDS if name in asked.fields},
        }
        if "max_tokens" in asked.fields:
            body["max_completion_tokens" if reasons else self.limit] = asked.fields["max_tokens"]
        if samples > 1:
            body["n"] = samples
        if "logprobs" in asked.fields:
            body |= {"logprobs": True, "top_logprobs": asked.fields["logprobs"]}
        if asked.wants_json:
            body["response_format"] = _response_format(asked)
        if asked.tools:
            body["tools"] = [{"type": "function", "function": dict(tool)} for tool in asked.tools]
        if asked.tool_choice is not None:
            named = {"type": "function", "function": {"name": asked.tool_choice}}
            body["tool_choice"] = named if asked.is_named else asked.tool_choice
        if stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        dropped = self.drop | _untaken(asked.model)
        left_out = ["suffix"] if "suffix" in asked.fields else []
        left_out += sorted((dropped - {"name", "n", "stream_options", "top_logprobs"}) & body.keys())
        renamed = {self.rename.get(name, name): value for name, value in body.items() if name not in dropped}
        return Request(self.path, renamed, left_out)

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read choices and usage."""
        choices = sorted(objects_in(whole.get("choices")), key=lambda each: count_of(each.get("index")))
        return Answer([_sample(choice) for choice in choices], usage_of(whole, len(choices)))

    def collector(self) -> ChatCollector:
        """Begin to put chunks together."""
        return ChatCollector()


def usage_of(whole: Mapping[str, Any], samples: int) -> Usage | None:
    """Read the tokens: one number for all samples, with those that were cached and thought in it."""
    usage = as_object(whole.get("usage")) or as_object(as_object(whole.get("x_groq")).get("usage"))
    if "prompt_tokens" not in usage:
        return None
    output = count_of(usage.get("completion_tokens"))
    return Usage(
        prompt=count_of(usage["prompt_tokens"]),
        samples=[output] if samples == 1 else [None] * samples,
        output=output,
        cached=count_of(as_object(usage.get("prompt_tokens_details")).get("cached_tokens")),
        reasoning=count_of(as_object(usage.get("completion_tokens_details")).get("reasoning_tokens")),
    )


def _message(message: Mapping[str, Any], place: int, drop: Container[str]) -> dict[str, Any]:
    """Write a message as OpenAI does; parts that are no text and no image are refused here."""
    for _ in parts_of(message, place):
        pass
    written: dict[str, Any] = _plain(message)
    call = written.pop("tool_call", None)
    if call and not written.get("tool_calls"):
        written["function_call"] = call
    if "name" in drop:
        written.pop("name", None)
    return written


def _plain(value: Any) -> Any:
    if is_object(value):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    return [_plain(item) for item in value] if is_list(value) else value


def _response_format(asked: Asked) -> Mapping[str, Any]:
    described = asked.described_schema
    if described is None:
        return dict(asked.fields["response_format"])
    return {"type": "json_schema", "json_schema": _plain_description(described)}


def _plain_description(described: Mapping[str, Any]) -> dict[str, Any]:
    # A schema may hold nulls that mean something.
    return {key: value for key, value in described.items() if value is not None}


def _sample(choice: Mapping[str, Any]) -> Sample:
    message = as_object(choice.get("message"))
    text = text_in(message.get("content")) or text_in(message.get("refusal"))
    calls = [_call(each, number) for number, each in enumerate(_calls_in(message))]
    return Sample(text, finish_of(choice.get("finish_reason"), FINISH), tuple(calls))


def _calls_in(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the calls of a message, or the pieces of them; some servers send one that is in no list."""
    calls = message.get("tool_calls")
    if not calls and is_object(message.get("function_call")):
        return [{"index": 0, "function": message["function_call"]}]
    return [calls] if is_object(calls) else [as_object(each) for each in as_array(calls)]


def _call(call: Mapping[str, Any], number: int) -> dict[str, Any]:
    function = as_object(call.get("function"))
    return tool_call(call.get("id"), function.get("name"), function.get("arguments"), number)


@dataclass
class _Choice:
    """What came of one sample."""

    role: str = "assistant"
    contents: dict[str, Content] = field(default_factory=lambda: {name: Content() for name in (*_SAID, *_THOUGHT)})
    calls: dict[int, dict[str, Any]] = field(default_factory=dict[int, "dict[str, Any]"])
    logprobs: list[Any] = field(default_factory=list[Any])
    finish_reason: Any = None
    more: dict[str, Any] = field(default_factory=dict[str, Any])


class ChatCollector:
    """Puts chunks together."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._choices: dict[int, _Choice] = {}

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take a chunk."""
        self._head |= {key: value for key, value in event.items() if key != "choices" and value is not None}
        for given in objects_in(event.get("choices")):
            index = count_of(given.get("index"))
            choice, delta = self._choices.setdefault(index, _Choice()), as_object(given.get("delta"))
            choice.finish_reason = given.get("finish_reason") or choice.finish_reason
            choice.logprobs += as_array(as_object(given.get("logprobs")).get("content"))
            choice.more |= {key: value for key, value in given.items() if key not in _READ and value is not None}
            for name, content in choice.contents.items():
                content.add(delta.get(name))
            for name in _SAID:
                yield index, text_in(delta.get(name))
            _add_calls(choice.calls, delta)

    @property
    def is_complete(self) -> bool:
        """Whether each sample has ended."""
        return bool(self._choices) and all(each.finish_reason for each in self._choices.values())

    def whole(self) -> dict[str, Any]:
        """Build the completion."""
        choices = [
            {
                "index": index,
                "message": _whole_message(choice),
                **({"logprobs": {"content": choice.logprobs}} if choice.logprobs else {}),
                **choice.more,
                "finish_reason": choice.finish_reason,
            }
            for index, choice in sorted(self._choices.items())
        ]
        return {**self._head, "object": "chat.completion", "choices": choices}


_READ = frozenset({"index", "delta", "finish_reason", "logprobs"})


def _add_calls(calls: dict[int, dict[str, Any]], delta: Mapping[str, Any]) -> None:
    """Put pieces of calls where they belong: the first piece of a call names it, arguments grow."""
    for piece in _calls_in(delta):
        index = piece.get("index")
        if type(index) is not int:
            # A server that does not count sends each call whole.
            index = len(calls)
        call = calls.setdefault(index, {"id": None, "type": "function", "function": {"name": "", "arguments": ""}})
        call["id"] = piece.get("id") or call["id"] or f"call_{index}"
        given, function = as_object(piece.get("function")), call["function"]
        function["name"] = given.get("name") or function["name"]
        if given.get("arguments") is not None:
            function["arguments"] += text_of_arguments(given["arguments"])


def _whole_message(choice: _Choice) -> dict[str, Any]:
    contents = {name: content.whole() for name, content in choice.contents.items()}
    given = {name: content for name, content in contents.items() if content is not None or name == "content"}
    message: dict[str, Any] = {"role": choice.role, **given}
    if choice.calls:
        message["tool_calls"] = [call for _, call in sorted(choice.calls.items())]
    return message
