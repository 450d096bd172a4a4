# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigResponse`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ModelConfigResponse(Model):
    """A version of a prompt: template, model, sampling parameters and tools."""

    id: str
    """Identifier of the model config, starts with `config_`."""
    other: dict[str, Any] | None = None
    """Further parameters that are passed to the provider as they are; empty if there are none."""
    type: Literal["model"]
    """Kind of the config, always `model`."""
    name: str | None = None
    """Name of the config; a generated one if none was given."""
    description: str | None = None
    """What is special about this version; null if nothing was said."""
    provider: Optional[models.ModelProviders] = None
    """Provider that serves the model."""
    model: str
    """Name of the model as the provider knows it; for `openai_azure` the name of the deployment."""
    max_tokens: int | None = None
    """Largest number of tokens to generate; -1 leaves the limit to the provider."""
    temperature: float | int | None = None
    """Sampling temperature; higher values make the output more varied."""
    top_p: float | int | None = None
    """Nucleus sampling: only the most likely tokens that together reach this probability are considered, 0 to 1."""
    stop: str | list[str] | None = None
    """Text, or list of texts, at which the generation ends; it is not part of the output. Null if there is none."""
    presence_penalty: float | int | None = None
    """From -2 to 2; positive values make tokens less likely once they have occurred at all."""
    frequency_penalty: float | int | None = None
    """From -2 to 2; positive values make tokens less likely the more often they have occurred."""
    seed: int | None = None
    """Seed for repeatable sampling, honoured as far as the provider can; null if none is set."""
    response_format: Optional[models.ResponseFormat] = None
    """Form the output must have, such as JSON; null for plain text."""
    prompt_template: str | None = None
    """Text of the prompt with variables in double braces, such as `{{question}}`; null for a chat config."""
    chat_template: list[models.ChatMessageWithToolCall] | None = None
    """Messages that open each chat, with variables in double braces, such as `{{persona}}`; null for a completion
    config.
    """
    tool_configs: list[models.ToolConfigResponse] | None = None
    """Deprecated, use `tools`. Tools the model can call, in the form of tool configs."""
    tools: list[models.ToolResponse] | None = None
    """Tools the model can call, written in the config or linked from the organisation; empty or null if there are
    none.
    """
    endpoint: Optional[models.ModelEndpoints] = None
    """Kind of provider endpoint the config is made for."""
