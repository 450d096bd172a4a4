# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSelectAggregateValues`, as it is received."""

from __future__ import annotations

from typing import Dict

FeedbackSelectAggregateValues = Dict[str, int]
"""What an earlier release called `FeedbackSelectAggregate.values`."""
