# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ExperimentsListResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

ExperimentsListResponse = List[models.ExperimentResponse]
"""What an earlier release called the answer of `GET /projects/{project_id}/experiments`."""
