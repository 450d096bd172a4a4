"""What a span says, in the terms of this API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Draft:
    """What becomes of a span.

    Args:
        kind: `model`, `tool` or `generic`.
        dialect: Which dialect it is written in; None for a span that is of none.
        name: Name of the tool.
        endpoint: `chat` or `complete`.
        config: Fields of the model config.
        tools: Tools of the model config.
        messages: What the model was asked.
        outputs: Messages that the model has said, one for each choice.
        output: What a tool or a chain has answered.
        inputs: What a tool or a chain was given.
        finish_reason: Why the model stopped.
        prompt_tokens: Tokens of what it was asked.
        output_tokens: Tokens of what it said.
        usage: Further counts of tokens.
        prompt_cost: What the emitter says that the first cost, in US dollars.
        output_cost: The same of the second.
        cost: The same of both, where it says no more.
        session: The emitter's id of a session.
        user: The emitter's user.
        environment: Name of an environment.
        metadata: What the user has set.
        request: The request to the provider, as sent.
        response: The provider's answer.
        error: What went wrong, where an attribute says so.
        rest: Attributes that have no field.
    """

    kind: str = "generic"
    dialect: str | None = None
    name: str | None = None
    endpoint: str = "chat"
    config: dict[str, Any] = field(default_factory=dict[str, Any])
    tools: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    messages: list[dict[str, Any]] | None = None
    outputs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    output: str | None = None
    inputs: dict[str, Any] | None = None
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    output_tokens: int | None = None
    usage: dict[str, Any] = field(default_factory=dict[str, Any])
    prompt_cost: float | None = None
    output_cost: float | None = None
    cost: float | None = None
    session: str | None = None
    user: str | None = None
    environment: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    request: dict[str, Any] | None = None
    response: Any = None
    error: str | None = None
    rest: dict[str, Any] = field(default_factory=dict[str, Any])
