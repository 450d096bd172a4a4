# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetunesListAllForProjectResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

FinetunesListAllForProjectResponse = List[models.FinetuneResponse]
"""What an earlier release called the answer of `GET /projects/{project_id}/finetunes`."""
