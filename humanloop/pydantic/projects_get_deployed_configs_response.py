# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectsGetDeployedConfigsResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

ProjectsGetDeployedConfigsResponse = List[models.EnvironmentProjectConfigResponse]
"""What an earlier release called the answer of `GET /projects/{id}/deployed-configs`."""
