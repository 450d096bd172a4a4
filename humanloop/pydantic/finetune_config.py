# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FinetuneConfig`, as it is received."""

from typing import Any, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class FinetuneConfig(Model):
    """What to fine-tune and how."""

    provider: Optional[models.ModelProviders] = None
    """Service that trains the model. Default `openai`."""
    base_model: str
    """Name of the model to start from, as the provider knows it."""
    parameters: dict[str, Any] | None = None
    """Training settings for the provider, such as the number of epochs. Absent means the provider's defaults."""
