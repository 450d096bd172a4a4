# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectsUpdateFeedbackTypesRequest`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

ProjectsUpdateFeedbackTypesRequest = List[models.FeedbackTypeRequest]
"""What an earlier release called the body of `PATCH /projects/{id}/feedback-types`."""
