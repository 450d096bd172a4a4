# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CompletionResponseProviderResponses`, as it is received."""

from __future__ import annotations

from typing import Any, List

CompletionResponseProviderResponses = List[Any]
"""What an earlier release called `CompletionResponse.provider_responses`."""
