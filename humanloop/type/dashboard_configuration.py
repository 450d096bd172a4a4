# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DashboardConfiguration`, as it is sent."""

from __future__ import annotations

from typing import List, TypedDict

from humanloop import type as types


class DashboardConfiguration(TypedDict):
    """What a project's dashboard shows."""

    time_unit: types.TimeUnit
    """Length of the intervals into which the figures are grouped."""
    time_range_days: int
    """How far back the figures go, in days."""
    model_config_ids: List[str]
    """Ids of the model configs (`config_…`) that are compared."""
