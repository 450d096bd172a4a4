# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectsUpdateFeedbackTypesRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

ProjectsUpdateFeedbackTypesRequest = Sequence[Union["types.FeedbackTypeRequest", "models.FeedbackTypeRequest"]]
"""What an earlier release called the body of `PATCH /projects/{id}/feedback-types`."""
