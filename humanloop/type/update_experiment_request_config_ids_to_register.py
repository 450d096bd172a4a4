# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateExperimentRequestConfigIdsToRegister`, as it is sent."""

from __future__ import annotations

from typing import List

UpdateExperimentRequestConfigIdsToRegister = List[str]
"""What an earlier release called `UpdateExperimentRequest.config_ids_to_register`."""
