# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetuneDataSummaryErrors`, as it is received."""

from __future__ import annotations

from typing import Any, Dict, List

FinetuneDataSummaryErrors = List[Dict[str, Any]]
"""What an earlier release called `FinetuneDataSummary.errors`."""
