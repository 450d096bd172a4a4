# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProviderApiKeys`, as it is received."""

from typing import Optional

from humanloop.response.model import Model


class ProviderApiKeys(Model):
    """Keys of model providers for one request.

    They are never stored; a provider without a key here uses the one configured on the server.
    """

    openai: Optional[str] = None
    """Key for OpenAI."""
    openai_azure: Optional[str] = None
    """Key for Azure OpenAI; give `openai_azure_endpoint` with it."""
    openai_azure_endpoint: Optional[str] = None
    """Base URL of the Azure OpenAI resource; give `openai_azure` with it."""
    ai21: Optional[str] = None
    """Key for AI21."""
    mock: Optional[str] = None
    """Key for the built-in mock provider, which needs none; accepted and ignored."""
    anthropic: Optional[str] = None
    """Key for Anthropic."""
    cohere: Optional[str] = None
    """Key for Cohere."""
    bedrock: Optional[str] = None
    """Credentials for Amazon Bedrock."""
