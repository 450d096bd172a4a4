"""What a prompt asks for: a value that equals the API's default is asked by nobody, and never sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.config_content import MODEL_DEFAULTS
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.generation.providers.interface import Prompt

# What later releases of the API say of a prompt, kept in `other`: no provider knows it.
_OF_HUMANLOOP = frozenset({"attributes", "max_iterations"})
_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty")


@dataclass(frozen=True)
class Asked:
    """A prompt without all that was not chosen.

    Args:
        model: The model.
        messages: The whole conversation.
        is_chat: Whether the caller speaks in messages.
        fields: What was chosen, by the API's names: sampling, `max_tokens`, `stop`, `seed`, `user`,
            `response_format`, `logprobs`, `suffix`, `reasoning_effort`.
        tools: Functions, each with `name` and perhaps `description`, `parameters` and `strict`.
        tool_choice: `none`, `required`, or the name of a function; None leaves it to the model.
        is_named: Whether it is the name of a function.
        other: What is merged into the body.
    """

    model: str
    messages: Sequence[Mapping[str, Any]]
    is_chat: bool = True
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tools: Sequence[Mapping[str, Any]] = ()
    tool_choice: str | None = None
    is_named: bool = False
    other: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def named(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Answer what was chosen, by the names of a provider."""
        return {theirs: self.fields[ours] for ours, theirs in names.items() if ours in self.fields}

    def beyond(self, *known: str) -> list[str]:
        """Name what was chosen and is not among those names."""
        return sorted(self.fields.keys() - set(known))

    @property
    def stops(self) -> list[str]:
        """The stop sequences."""
        stop = self.fields.get("stop")
        return list(stop) if is_list(stop) else [stop] if stop else []

    @property
    def wants_json(self) -> bool:
        """Whether the answer has to be JSON."""
        return "response_format" in self.fields

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The schema that the answer has to fit, if there is one."""
        described = self.described_schema
        return None if described is None else as_object(described["schema"])

    @property
    def described_schema(self) -> dict[str, Any] | None:
        """The schema with its name; a bare schema gets one."""
        wanted = as_object(self.fields.get("response_format"))
        if wanted.get("type") != "json_schema":
            return None
        given = as_object(wanted.get("json_schema"))
        return {"name": "response", **given} if "schema" in given else {"name": "response", "schema": given}


def asked_of(prompt: Prompt) -> Asked:
    """Read what a prompt asks for."""
    config = prompt.config
    fields: dict[str, Any] = {
        **{name: config.get(name) for name in _SAMPLING if config.get(name) != MODEL_DEFAULTS[name]},
        "max_tokens": max_tokens(config),
        "stop": config.get("stop") or None,
        "reasoning_effort": config.get("reasoning_effort"),
        "seed": prompt.seed,
        "user": prompt.user or None,
        "response_format": _format(prompt.response_format),
        "logprobs": prompt.logprobs,
        "suffix": prompt.suffix or None,
    }
    choice, is_named = _choice(prompt.tool_choice)
    return Asked(
        model=config["model"],
        messages=prompt.messages,
        is_chat=prompt.is_chat,
        fields={name: value for name, value in fields.items() if value is not None},
        tools=[tool["function"] for tool in prompt.tools],
        tool_choice=choice if prompt.tools else None,
        is_named=is_named,
        other={name: value for name, value in as_object(config.get("other")).items() if name not in _OF_HUMANLOOP},
    )


def max_tokens(config: Mapping[str, Any]) -> int | None:
    """Answer the most tokens that a model may write; None leaves it to the provider, as -1 does in configs."""
    limit: int | None = config.get("max_tokens")
    return None if limit is None or limit < 0 else limit


def _choice(choice: Any) -> tuple[str | None, bool]:
    if isinstance(choice, str):
        return (None if choice == "auto" else choice), False
    named = as_object(as_object(choice).get("function")).get("name")
    return named, named is not None


def _format(given: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Leave out the form that answers have anyway."""
    return None if not given or given.get("type") in {None, "text"} else given
