# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackTypes`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

FeedbackTypes = List[models.FeedbackTypeModel]
"""All feedback types of a project, built-in and custom ones."""
