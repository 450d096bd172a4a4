# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, List, Literal, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ModelConfigResponse(TypedDict):
    """A version of a prompt: template, model, sampling parameters and tools."""

    id: str
    """Identifier of the model config, starts with `config_`."""
    other: NotRequired[Optional[Mapping[str, Any]]]
    """Further parameters that are passed to the provider as they are; empty if there are none."""
    type: Union[Literal["model"], str]
    """Kind of the config, always `model`."""
    name: NotRequired[Optional[str]]
    """Name of the config; a generated one if none was given."""
    description: NotRequired[Optional[str]]
    """What is special about this version; null if nothing was said."""
    provider: NotRequired[Optional[types.ModelProviders]]
    """Provider that serves the model."""
    model: str
    """Name of the model as the provider knows it; for `openai_azure` the name of the deployment."""
    max_tokens: NotRequired[Optional[int]]
    """Largest number of tokens to generate; -1 leaves the limit to the provider."""
    temperature: NotRequired[Optional[float]]
    """Sampling temperature; higher values make the output more varied."""
    top_p: NotRequired[Optional[float]]
    """Nucleus sampling: only the most likely tokens that together reach this probability are considered, 0 to 1."""
    stop: NotRequired[Optional[Union[str, List[str]]]]
    """Text, or list of texts, at which the generation ends; it is not part of the output. Null if there is none."""
    presence_penalty: NotRequired[Optional[float]]
    """From -2 to 2; positive values make tokens less likely once they have occurred at all."""
    frequency_penalty: NotRequired[Optional[float]]
    """From -2 to 2; positive values make tokens less likely the more often they have occurred."""
    seed: NotRequired[Optional[int]]
    """Seed for repeatable sampling, honoured as far as the provider can; null if none is set."""
    response_format: NotRequired[Optional[Union[types.ResponseFormat, models.ResponseFormat]]]
    """Form the output must have, such as JSON; null for plain text."""
    prompt_template: NotRequired[Optional[str]]
    """Text of the prompt with variables in double braces, such as `{{question}}`; null for a chat config."""
    chat_template: NotRequired[Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]]
    """Messages that open each chat, with variables in double braces, such as `{{persona}}`; null for a completion
    config.
    """
    tool_configs: NotRequired[Optional[Sequence[Union[types.ToolConfigResponse, models.ToolConfigResponse]]]]
    """Deprecated, use `tools`. Tools the model can call, in the form of tool configs."""
    tools: NotRequired[Optional[Sequence[Union[types.ToolResponse, models.ToolResponse]]]]
    """Tools the model can call, written in the config or linked from the organisation; empty or null if there are
    none.
    """
    endpoint: NotRequired[Optional[types.ModelEndpoints]]
    """Kind of provider endpoint the config is made for."""
