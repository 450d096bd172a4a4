# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackMultiSelectAggregateValues`, as it is received."""

from __future__ import annotations

from typing import Dict

FeedbackMultiSelectAggregateValues = Dict[str, int]
"""What an earlier release called `FeedbackMultiSelectAggregate.values`."""
