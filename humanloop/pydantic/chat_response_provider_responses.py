# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ChatResponseProviderResponses`, as it is received."""

from __future__ import annotations

from typing import Any, List

ChatResponseProviderResponses = List[Any]
"""What an earlier release called `ChatResponse.provider_responses`."""
