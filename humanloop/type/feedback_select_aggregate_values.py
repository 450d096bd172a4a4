# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSelectAggregateValues`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping

FeedbackSelectAggregateValues = Mapping[str, int]
"""What an earlier release called `FeedbackSelectAggregate.values`."""
