# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectsDeployConfigToEnvironmentsResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

ProjectsDeployConfigToEnvironmentsResponse = List[models.EnvironmentProjectConfigResponse]
"""What an earlier release called the answer of `PATCH /projects/{project_id}/deploy-config`."""
