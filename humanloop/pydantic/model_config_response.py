# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigResponse`, as it is received."""

from typing import Any, Dict, List, Literal, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class ModelConfigResponse(Model):
    """A version of a prompt: template, model, sampling parameters and tools."""

    id: str
    """Identifier of the model config, starts with `config_`."""
    other: Optional[Dict[str, Any]] = None
    """Further parameters that are passed to the provider as they are; empty if there are none."""
    type: Literal["model"]
    """Kind of the config, always `model`."""
    name: Optional[str] = None
    """Name of the config; a generated one if none was given."""
    description: Optional[str] = None
    """What is special about this version; null if nothing was said."""
    provider: Optional[models.ModelProviders] = None
    """Provider that serves the model."""
    model: str
    """Name of the model as the provider knows it; for `openai_azure` the name of the deployment."""
    max_tokens: Optional[int] = None
    """Largest number of tokens to generate; -1 leaves the limit to the provider."""
    temperature: Optional[Union[float, int]] = None
    """Sampling temperature; higher values make the output more varied."""
    top_p: Optional[Union[float, int]] = None
    """Nucleus sampling: only the most likely tokens that together reach this probability are considered, 0 to 1."""
    stop: Optional[Union[str, List[str]]] = None
    """Text, or list of texts, at which the generation ends; it is not part of the output. Null if there is none."""
    presence_penalty: Optional[Union[float, int]] = None
    """From -2 to 2; positive values make tokens less likely once they have occurred at all."""
    frequency_penalty: Optional[Union[float, int]] = None
    """From -2 to 2; positive values make tokens less likely the more often they have occurred."""
    seed: Optional[int] = None
    """Seed for repeatable sampling, honoured as far as the provider can; null if none is set."""
    response_format: Optional[models.ResponseFormat] = None
    """Form the output must have, such as JSON; null for plain text."""
    prompt_template: Optional[str] = None
    """Text of the prompt with variables in double braces, such as `{{question}}`; null for a chat config."""
    chat_template: Optional[List[models.ChatMessageWithToolCall]] = None
    """Messages that open each chat, with variables in double braces, such as `{{persona}}`; null for a completion
    config.
    """
    tool_configs: Optional[List[models.ToolConfigResponse]] = None
    """Deprecated, use `tools`. Tools the model can call, in the form of tool configs."""
    tools: Optional[List[models.ToolResponse]] = None
    """Tools the model can call, written in the config or linked from the organisation; empty or null if there are
    none.
    """
    endpoint: Optional[models.ModelEndpoints] = None
    """Kind of provider endpoint the config is made for."""
