# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FinetuneResponse`, as it is received."""

from datetime import datetime
from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class FinetuneResponse(Model):
    """A fine-tuning job, which trains a model on a dataset in the background."""

    id: str
    """Identifier of the fine-tune, starts with `ft_`."""
    name: str
    """Name of the fine-tune."""
    status: str
    """Progress of the job in a word, for example `pending` or `failed`; the possible values depend on the provider."""
    model_name: str | None = None
    """Name of the trained model, to be used as `model` in a model config; null until the job has succeeded."""
    metadata: dict[str, Any] | None = None
    """Free key/value pairs given by the caller; they are recorded and otherwise not used. Null if none were given."""
    provider_id: str | None = None
    """Identifier of the job at the provider; null until it has been submitted."""
    provider_details: dict[str, Any] | None = None
    """What the provider reports about the job, or why it could not be started; null if there is nothing to report."""
    data_summary: dict[str, Any] | None = None
    """Result of checking the dataset, in the form of FinetuneDataSummary; null until the check is done."""
    config: models.FinetuneConfig
    """Base model and training parameters."""
    dataset: models.DatasetResponse
    """Dataset the model is trained on."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
