# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetuneResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FinetuneResponse(TypedDict):
    """A fine-tuning job, which trains a model on a dataset in the background."""

    id: str
    """Identifier of the fine-tune, starts with `ft_`."""
    name: str
    """Name of the fine-tune."""
    status: str
    """Progress of the job in a word, for example `pending` or `failed`; the possible values depend on the provider."""
    model_name: NotRequired[Optional[str]]
    """Name of the trained model, to be used as `model` in a model config; null until the job has succeeded."""
    metadata: NotRequired[Optional[Mapping[str, Any]]]
    """Free key/value pairs given by the caller; they are recorded and otherwise not used. Null if none were given."""
    provider_id: NotRequired[Optional[str]]
    """Identifier of the job at the provider; null until it has been submitted."""
    provider_details: NotRequired[Optional[Mapping[str, Any]]]
    """What the provider reports about the job, or why it could not be started; null if there is nothing to report."""
    data_summary: NotRequired[Optional[Mapping[str, Any]]]
    """Result of checking the dataset, in the form of FinetuneDataSummary; null until the check is done."""
    config: Union[types.FinetuneConfig, models.FinetuneConfig]
    """Base model and training parameters."""
    dataset: Union[types.DatasetResponse, models.DatasetResponse]
    """Dataset the model is trained on."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
