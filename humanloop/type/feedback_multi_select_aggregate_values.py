# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackMultiSelectAggregateValues`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping

FeedbackMultiSelectAggregateValues = Mapping[str, int]
"""What an earlier release called `FeedbackMultiSelectAggregate.values`."""
