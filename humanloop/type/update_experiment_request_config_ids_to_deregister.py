# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateExperimentRequestConfigIdsToDeregister`, as it is sent."""

from __future__ import annotations

from typing import List

UpdateExperimentRequestConfigIdsToDeregister = List[str]
"""What an earlier release called `UpdateExperimentRequest.config_ids_to_deregister`."""
