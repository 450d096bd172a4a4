# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `AddEvaluatorsRequestEvaluatorIds`, as it is sent."""

from __future__ import annotations

from typing import List

AddEvaluatorsRequestEvaluatorIds = List[str]
"""What an earlier release called `AddEvaluatorsRequest.evaluator_ids`."""
