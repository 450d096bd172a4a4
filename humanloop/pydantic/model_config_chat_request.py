# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigChatRequest`, as it is received."""

from typing import Any, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class ModelConfigChatRequest(Model):
    """A model config for chat: model, parameters, chat template and tools."""

    description: str | None = None
    """Free text about the config; it plays no part in telling versions apart."""
    name: str | None = None
    """Display name of the config. One is generated if it is left out; it plays no part in telling versions apart."""
    provider: Optional[models.ModelProviders] = None
    """Service that runs the model. Default `openai`; it is not guessed from the model name."""
    model: str
    """Name of the model as the provider knows it, for example `gpt-4`. With `openai_azure` it is the name of the
    deployment.
    """
    max_tokens: int | None = None
    """Upper limit of tokens to generate. The default -1 leaves the limit to the provider."""
    temperature: float | int | None = None
    """Sampling temperature: near 0 gives the most predictable text, larger values more varied text. Default 1."""
    top_p: float | int | None = None
    """Nucleus sampling: only the most likely tokens that together reach this probability are considered. An
    alternative to `temperature`. Default 1.
    """
    stop: str | list[str] | None = None
    """One string or a list of strings at which generation ends; the string itself is not part of the output."""
    presence_penalty: float | int | None = None
    """Between -2 and 2; a positive value makes tokens that already occur in the text less likely, once, however
    often they occur. Default 0.
    """
    frequency_penalty: float | int | None = None
    """Between -2 and 2; a positive value makes a token less likely the more often it already occurs. Default 0."""
    other: dict[str, Any] | None = None
    """Further parameters for the provider, added to its request unchanged. Default `{}`."""
    seed: int | None = None
    """Number that makes sampling as repeatable as the provider can manage, without a guarantee. Absent means a fresh
    sample each time.
    """
    response_format: Optional[models.ResponseFormat] = None
    """Form in which the model has to answer, for example JSON. Absent means plain text."""
    endpoint: Optional[models.ModelEndpoints] = None
    """Kind of provider endpoint to call. Default `chat`."""
    chat_template: list[models.ChatMessageWithToolCall] | None = None
    """Messages placed before the messages of each call. Variables are written `{{name}}` and filled from `inputs`."""
    tools: list[Union[models.LinkedToolRequest, models.ModelConfigToolRequest]] | None = None
    """Functions the model may call, each either defined inline or linked to a tool of the organisation."""
