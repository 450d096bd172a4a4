# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CompletionResponseProviderResponses`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

CompletionResponseProviderResponses = Sequence[Any]
"""What an earlier release called `CompletionResponse.provider_responses`."""
