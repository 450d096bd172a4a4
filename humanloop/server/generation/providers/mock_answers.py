"""What the provider `mock` says: the script's words, or those of the user."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.asked import max_tokens
from humanloop.server.generation.providers.example import SchemaError, example_of
from humanloop.server.generation.providers.interface import Sample
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Prompt

TITLE = "Mock"
"""Name of the provider, for people."""


def samples_for(prompt: Prompt) -> list[Sample]:
    """Make the answers to a prompt.

    Raises:
        ProviderError: An answer has to fit a schema that makes no sense.
    """
    calls = _tool_calls(prompt)
    return [_sample(prompt, index, calls) for index in range(prompt.samples)]


def words(content: Any) -> int:
    """Count words: this provider's tokens."""
    return len(text_of(content).split())


def text_of(content: Any) -> str:
    """Answer the text of a message's content; other parts are left out."""
    if isinstance(content, list):
        return "\n".join(part["text"] for part in as_array(content) if part.get("type") == "text")
    return content or ""


def _sample(prompt: Prompt, index: int, calls: list[dict[str, Any]]) -> Sample:
    script = as_object(prompt.config.get("other"))
    if calls:
        text = _scripted(script["mock_output"], index) if "mock_output" in script else ""
        return Sample(text, "tool_call", calls)
    if "mock_output" in script:
        text = _scripted(script["mock_output"], index)
    else:
        text = _in_format(_numbered(_echo(prompt), index), prompt.response_format)
    text = _cut_at(text, prompt.config.get("stop"))
    limit = max_tokens(prompt.config)
    if limit is not None and len(text.split()) > limit:
        return Sample(_first_words(text, limit), "length")
    return Sample(text)


def _echo(prompt: Prompt) -> str:
    of_user = [message for message in prompt.messages if message.get("role") == "user"]
    last = (of_user or [*prompt.messages])[-1:]
    return text_of(last[0].get("content")) if last else ""


def _scripted(output: Any, index: int) -> str:
    """Answer the script's text for a sample; when texts run out they repeat, numbered."""
    texts = as_array(output) or [output]
    text = texts[index % len(texts)]
    return _numbered(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False), index // len(texts))


def _numbered(text: str, index: int) -> str:
    """Tell samples apart that would be the same."""
    return text if index == 0 else f"{text} ({index + 1})"


def _in_format(text: str, response_format: Mapping[str, Any] | None) -> str:
    """Answer JSON where JSON is asked for; a text that is a JSON object already stays."""
    kind = None if response_format is None else response_format.get("type")
    if response_format is None or kind not in {"json_object", "json_schema"}:
        return text
    if kind == "json_schema":
        described = as_object(response_format.get("json_schema"))
        return _example(described.get("schema", described), "`response_format`")
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False
    return text if is_object else json.dumps({"output": text}, ensure_ascii=False)


def _cut_at(text: str, stop: Any) -> str:
    """End a text before the first of the stop sequences."""
    for sequence in [stop] if isinstance(stop, str) else stop or []:
        if sequence:
            text = text.split(sequence, 1)[0]
    return text


def _first_words(text: str, limit: int) -> str:
    kept = re.match(rf"\s*(?:\S+\s*){{{limit}}}", text)
    return kept[0].rstrip() if kept else ""


def _tool_calls(prompt: Prompt) -> list[dict[str, Any]]:
    """Choose the calls to make: those that the request forces, else those of the script."""
    scripted = [_call(each) for each in as_array(as_object(prompt.config.get("other")).get("mock_tool_calls"))]
    choice = prompt.tool_choice
    if choice == "none":
        return []
    if is_object(choice):
        name = choice["function"]["name"]
        chosen = [call for call in scripted if call["name"] == name] or [_example_call(prompt, name)]
    elif choice == "required":
        chosen = scripted or [_example_call(prompt, prompt.tools[0]["function"]["name"])]
    else:
        # A conversation that ends with a tool's answer is due for text, else callers would loop for ever.
        answered = bool(prompt.messages) and prompt.messages[-1].get("role") == "tool"
        chosen = [] if answered else scripted
    return [{"id": _call_id(prompt, index), "type": "function", "function": call} for index, call in enumerate(chosen)]


def _call(scripted: Any) -> dict[str, str]:
    """Read a call of the script: `{"name", "arguments"}`, with or without `function` around it."""
    described = scripted if is_object(scripted) else {"name": str(scripted)}
    described = as_object(described.get("function")) or described
    arguments: Any = described.get("arguments", "{}")
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return {"name": str(described.get("name", "")), "arguments": text}


def _example_call(prompt: Prompt, name: str) -> dict[str, str]:
    schema = next(
        (tool["function"].get("parameters") for tool in prompt.tools if tool["function"]["name"] == name),
        None,
    )
    return {"name": name, "arguments": _example(schema or {"type": "object"}, f"the tool {name!r}")}


def _example(schema: Any, owner: str) -> str:
    try:
        return json.dumps(example_of(schema), ensure_ascii=False)
    except SchemaError as error:
        message = f"The schema of {owner} is none to answer by: {error}."
        raise ProviderError(message, origin=TITLE, code=422) from error


def _call_id(prompt: Prompt, index: int) -> str:
    """Name a call after the conversation that it answers: the same again, but another in every turn."""
    conversation = json.dumps([list(prompt.messages), index], sort_keys=True)
    return f"call_{hashlib.sha256(conversation.encode()).hexdigest()[:24]}"
