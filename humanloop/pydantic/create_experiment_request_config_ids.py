# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateExperimentRequestConfigIds`, as it is received."""

from __future__ import annotations

from typing import List

CreateExperimentRequestConfigIds = List[str]
"""What an earlier release called `CreateExperimentRequest.config_ids`."""
