# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateEvaluationRequestEvaluatorIds`, as it is received."""

from __future__ import annotations

from typing import List

CreateEvaluationRequestEvaluatorIds = List[str]
"""What an earlier release called `CreateEvaluationRequest.evaluator_ids`."""
