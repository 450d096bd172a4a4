# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ChatResponseProviderResponses`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ChatResponseProviderResponses = Sequence[Any]
"""What an earlier release called `ChatResponse.provider_responses`."""
