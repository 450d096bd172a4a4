# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DashboardConfigurationModelConfigIds`, as it is sent."""

from __future__ import annotations

from typing import List

DashboardConfigurationModelConfigIds = List[str]
"""What an earlier release called `DashboardConfiguration.model_config_ids`."""
