# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetuneConfig`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from humanloop import type as types


class FinetuneConfig(TypedDict):
    """What to fine-tune and how."""

    provider: NotRequired[types.ModelProviders]
    """Service that trains the model. Default `openai`."""
    base_model: str
    """Name of the model to start from, as the provider knows it."""
    parameters: NotRequired[Mapping[str, Any]]
    """Training settings for the provider, such as the number of epochs. Absent means the provider's defaults."""
