# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProviderApiKeys`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ProviderApiKeys(TypedDict):
    """Keys of model providers for one request.

    They are never stored; a provider without a key here uses the one configured on the server.
    """

    openai: NotRequired[str]
    """Key for OpenAI."""
    openai_azure: NotRequired[str]
    """Key for Azure OpenAI; give `openai_azure_endpoint` with it."""
    openai_azure_endpoint: NotRequired[str]
    """Base URL of the Azure OpenAI resource; give `openai_azure` with it."""
    ai21: NotRequired[str]
    """Key for AI21."""
    mock: NotRequired[str]
    """Key for the built-in mock provider, which needs none; accepted and ignored."""
    anthropic: NotRequired[str]
    """Key for Anthropic."""
    cohere: NotRequired[str]
    """Key for Cohere."""
    bedrock: NotRequired[str]
    """Credentials for Amazon Bedrock."""
