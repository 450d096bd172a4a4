# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorsListResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

EvaluatorsListResponse = List[models.EvaluatorResponse]
"""What an earlier release called the answer of `GET /evaluators`."""
