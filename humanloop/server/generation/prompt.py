"""A request and a model config become a prompt: templates rendered, tools and choices settled."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.errors import InvalidRequestError, UnprocessableError
from humanloop.server.generation.providers.interface import Prompt
from humanloop.server.generation.snippets import Snippets
from humanloop.server.generation.templating import Template
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.settings import Settings

_FUNCTION_KEYS = ("name", "description", "parameters", "strict")
_CHOICES = frozenset({"none", "auto", "required"})
_MOST_SAMPLES = 128
_LANGUAGE = "default"


@dataclass(frozen=True)
class Prepared:
    """A prompt that is ready to be sent.

    Args:
        prompt: The prompt.
        tool_results: What tools inserted into the template.
    """

    prompt: Prompt
    tool_results: Sequence[Mapping[str, Any]]


def prepare(content: Mapping[str, Any], body: Mapping[str, Any], settings: Settings, *, is_chat: bool) -> Prepared:
    """Build the prompt.

    Args:
        content: Content of the model config.
        body: The request.
        settings: Which snippet tools templates can call.
        is_chat: Whether the request is a chat, else a completion.

    Raises:
        UnprocessableError: Inputs are missing, the config is of the other kind, in another template language or with
            an effort that is none, or a tool cannot be used.
        InvalidRequestError: A parameter is out of its range.
    """
    _check_kind(content, is_chat=is_chat)
    _check_language(content)
    _check_effort(content)
    samples = sample_count(body)
    snippets = Snippets(settings.snippets)
    messages = _messages(content, body, Template(as_object(body.get("inputs")), snippets), is_chat=is_chat)
    tools = [_tool(tool) for tool in as_array(content.get("tools"))] if is_chat else []
    prompt = Prompt(
        config=content,
        messages=messages,
        samples=samples,
        is_chat=is_chat,
        tools=tools,
        tool_choice=_tool_choice(body, tools),
        user=body.get("user"),
        # The config's seed counts; the one of the request is its old place.
        seed=content["seed"] if content.get("seed") is not None else body.get("seed"),
        response_format=body.get("response_format") or content.get("response_format"),
        suffix=body.get("suffix"),
        logprobs=body.get("logprobs"),
        api_keys={name: key for name, key in as_object(body.get("provider_api_keys")).items() if key},
    )
    return Prepared(prompt, snippets.results)


def sample_count(body: Mapping[str, Any]) -> int:
    """Read how many answers a request wants.

    Raises:
        InvalidRequestError: They are too few or too many.
    """
    samples: int = 1 if body.get("num_samples") is None else body["num_samples"]
    if not 1 <= samples <= _MOST_SAMPLES:
        problem = (("body", "num_samples"), f"it must lie between 1 and {_MOST_SAMPLES}", "value_error")
        raise InvalidRequestError([problem])
    return samples


def _check_kind(content: Mapping[str, Any], *, is_chat: bool) -> None:
    """Refuse a config whose only template is of the other kind, which would silently be left out.

    Without a template the endpoint says what a config is for, but only if it says `chat`: registered configs get
    `complete` when nobody says anything.
    """
    wanted, other = ("chat_template", "prompt_template") if is_chat else ("prompt_template", "chat_template")
    if content.get(wanted) is not None:
        return
    right, wrong = ("completion", "chat") if is_chat else ("chat", "completion")
    if content.get(other) is not None:
        raise UnprocessableError(
            f"This model config has a `{other}`: use it with a {right} call, not with a {wrong} call."
        )
    if not is_chat and content.get("endpoint") == "chat":
        raise UnprocessableError("This model config is for the endpoint 'chat': use it with a chat call.")


def _check_language(content: Mapping[str, Any]) -> None:
    """Refuse a template that would reach the model as it is written."""
    language = content.get("template_language") or _LANGUAGE
    if language != _LANGUAGE:
        raise UnprocessableError(
            f"This server fills in templates of the language {_LANGUAGE!r} only; this model config has {language!r}."
        )


def _check_effort(content: Mapping[str, Any]) -> None:
    """Refuse what is no effort for any provider. The description does not have the field, so nothing has checked it."""
    effort = content.get("reasoning_effort")
    if isinstance(effort, bool) or not isinstance(effort, (str, int, NoneType)):
        raise UnprocessableError(f"`reasoning_effort` is a word or a whole number; this model config has {effort!r}.")


def _messages(
    content: Mapping[str, Any], body: Mapping[str, Any], template: Template, *, is_chat: bool
) -> list[dict[str, Any]]:
    """Render the template and put the request's messages, which are literal, behind it."""
    if is_chat:
        rendered = [
            {**message, "content": template.render_content(message.get("content"))}
            for message in as_array(content.get("chat_template"))
        ]
        rendered += [dict(message) for message in as_array(body.get("messages"))]
    else:
        rendered = [{"role": "user", "content": template.render(content.get("prompt_template") or "")}]
    template.check()
    return rendered


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    if not tool.get("name"):
        raise UnprocessableError(
            f"The model config links the tool {tool.get('id')!r}, which this server does not have."
        )
    return {
        "type": "function",
        "function": {key: tool[key] for key in _FUNCTION_KEYS if tool.get(key) is not None},
    }


def _tool_choice(body: Mapping[str, Any], tools: Sequence[Mapping[str, Any]]) -> Any:
    """Settle which tool the model may or must call; `tool_call` is the older spelling of `tool_choice`."""
    choice = body.get("tool_choice")
    if choice is None and body.get("tool_call") is not None:
        given = body["tool_call"]
        choice = {"type": "function", "function": given} if is_object(given) else given
    if choice is None:
        return "auto" if tools else None
    if isinstance(choice, str):
        if choice not in _CHOICES:
            message = f"it must be one of 'none', 'auto' and 'required', or name a function, not {choice!r}"
            raise InvalidRequestError([(("body", "tool_choice"), message, "value_error")])
        if choice == "required" and not tools:
            raise UnprocessableError("`tool_choice` is 'required', but the model config has no tools.")
        return choice
    return _named_choice(choice, tools)


def _named_choice(choice: Mapping[str, Any], tools: Sequence[Mapping[str, Any]]) -> Any:
    function: Mapping[str, Any] = choice.get("function") or {}
    name = function.get("name")
    if name not in {tool["function"]["name"] for tool in tools}:
        raise UnprocessableError(
            f"`tool_choice` names the function {name!r}, which is not among the tools of the model config."
        )
    return {"type": "function", "function": {"name": name}}
