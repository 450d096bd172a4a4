# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigRequest`, as it is received."""

from typing import Any, Literal, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class ModelConfigRequest(Model):
    """A model config as part of a log: the settings with which the logged output was produced."""

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
    """Seed with which the output was sampled, if any."""
    response_format: Optional[models.ResponseFormat] = None
    """Form in which the model had to answer. Absent means plain text."""
    endpoint: Optional[models.ModelEndpoints] = None
    """Kind of provider endpoint that was called. Default `complete`, also when a chat template is given."""
    prompt_template: str | None = None
    """Text of the prompt before its variables, written `{{name}}`, were filled. For completion configs."""
    chat_template: list[models.ChatMessageWithToolCall] | None = None
    """Messages that stood before those of the call, with variables written `{{name}}`. For chat configs."""
    tools: list[Union[models.LinkedToolRequest, models.ModelConfigToolRequest]] | None = None
    """Functions the model could call, each either defined inline or linked to a tool of the organisation."""
    type: Literal["model"] | None = None
    """Always `model`; tells the config from a tool config. May be left out."""
