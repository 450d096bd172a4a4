# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProviderApiKeys`, as it is received."""

from humanloop.response.model import Model


class ProviderApiKeys(Model):
    """Keys of model providers for one request.

    They are never stored; a provider without a key here uses the one configured on the server.
    """

    openai: str | None = None
    """Key for OpenAI."""
    openai_azure: str | None = None
    """Key for Azure OpenAI; give `openai_azure_endpoint` with it."""
    openai_azure_endpoint: str | None = None
    """Base URL of the Azure OpenAI resource; give `openai_azure` with it."""
    ai21: str | None = None
    """Key for AI21."""
    mock: str | None = None
    """Key for the built-in mock provider, which needs none; accepted and ignored."""
    anthropic: str | None = None
    """Key for Anthropic."""
    cohere: str | None = None
    """Key for Cohere."""
    bedrock: str | None = None
    """Credentials for Amazon Bedrock."""
