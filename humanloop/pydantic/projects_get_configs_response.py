# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectsGetConfigsResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

ProjectsGetConfigsResponse = List[models.ProjectConfigResponse]
"""What an earlier release called the answer of `GET /projects/{id}/configs`."""
