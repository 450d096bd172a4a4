# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FinetuneRequest`, as it is received."""

from typing import Any, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class FinetuneRequest(Model):
    """A fine-tune on the datapoints of a dataset, to be started or only checked."""

    name: str
    """Display name of the fine-tune."""
    dataset_id: str
    """Id of the dataset to train on (`evts_…`)."""
    config: models.FinetuneConfig
    """Model to start from, and training settings."""
    metadata: dict[str, Any] | None = None
    """Free key-value data recorded with the fine-tune."""
    provider_api_keys: Optional[models.ProviderApiKeys] = None
    """Provider keys for the training job. A provider that is left out uses the key configured on the server."""
