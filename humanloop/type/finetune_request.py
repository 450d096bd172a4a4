# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetuneRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FinetuneRequest(TypedDict):
    """A fine-tune on the datapoints of a dataset, to be started or only checked."""

    name: str
    """Display name of the fine-tune."""
    dataset_id: str
    """Id of the dataset to train on (`evts_…`)."""
    config: Union[types.FinetuneConfig, models.FinetuneConfig]
    """Model to start from, and training settings."""
    metadata: NotRequired[Mapping[str, Any]]
    """Free key-value data recorded with the fine-tune."""
    provider_api_keys: NotRequired[Union[types.ProviderApiKeys, models.ProviderApiKeys]]
    """Provider keys for the training job. A provider that is left out uses the key configured on the server."""
