# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetuneDataSummaryErrors`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FinetuneDataSummaryErrors = Sequence[Mapping[str, Any]]
"""What an earlier release called `FinetuneDataSummary.errors`."""
