# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `MetricValueResponse`, as it is sent."""

from __future__ import annotations

from typing import TypedDict


class MetricValueResponse(TypedDict):
    """Value of one metric for one log."""

    metric_id: str
    """Identifier of the metric, starts with `metric_`."""
    metric_name: str
    """Name of the metric."""
    metric_value: float
    """The computed figure."""
