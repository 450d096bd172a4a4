# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluationStatus`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

EvaluationStatus = Union[Literal["pending", "running", "completed", "cancelled", "failed"], str]
"""State of an evaluation run: `pending` (created, not started), `running` (logs or results are still to come), `completed`
(finished), `cancelled` (stopped before the end), `failed` (ended by an error).
"""
