# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigChatRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, List, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ModelConfigChatRequest(TypedDict):
    """A model config for chat: model, parameters, chat template and tools."""

    description: NotRequired[str]
    """Free text about the config; it plays no part in telling versions apart."""
    name: NotRequired[str]
    """Display name of the config. One is generated if it is left out; it plays no part in telling versions apart."""
    provider: NotRequired[types.ModelProviders]
    """Service that runs the model. Default `openai`; it is not guessed from the model name."""
    model: str
    """Name of the model as the provider knows it, for example `gpt-4`. With `openai_azure` it is the name of the
    deployment.
    """
    max_tokens: NotRequired[int]
    """Upper limit of tokens to generate. The default -1 leaves the limit to the provider."""
    temperature: NotRequired[float]
    """Sampling temperature: near 0 gives the most predictable text, larger values more varied text. Default 1."""
    top_p: NotRequired[float]
    """Nucleus sampling: only the most likely tokens that together reach this probability are considered. An
    alternative to `temperature`. Default 1.
    """
    stop: NotRequired[Union[str, List[str]]]
    """One string or a list of strings at which generation ends; the string itself is not part of the output."""
    presence_penalty: NotRequired[float]
    """Between -2 and 2; a positive value makes tokens that already occur in the text less likely, once, however
    often they occur. Default 0.
    """
    frequency_penalty: NotRequired[float]
    """Between -2 and 2; a positive value makes a token less likely the more often it already occurs. Default 0."""
    other: NotRequired[Mapping[str, Any]]
    """Further parameters for the provider, added to its request unchanged. Default `{}`."""
    seed: NotRequired[int]
    """Number that makes sampling as repeatable as the provider can manage, without a guarantee. Absent means a fresh
    sample each time.
    """
    response_format: NotRequired[Union[types.ResponseFormat, models.ResponseFormat]]
    """Form in which the model has to answer, for example JSON. Absent means plain text."""
    endpoint: NotRequired[types.ModelEndpoints]
    """Kind of provider endpoint to call. Default `chat`."""
    chat_template: NotRequired[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]
    """Messages placed before the messages of each call. Variables are written `{{name}}` and filled from `inputs`."""
    tools: NotRequired[
        Sequence[
            Union[
                types.LinkedToolRequest,
                models.LinkedToolRequest,
                types.ModelConfigToolRequest,
                models.ModelConfigToolRequest,
            ]
        ]
    ]
    """Functions the model may call, each either defined inline or linked to a tool of the organisation."""
