# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorArgumentsType`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

EvaluatorArgumentsType = Union[Literal["target_free", "target_required"], str]
"""What an evaluator looks at: `target_free` takes the log alone, `target_required` takes the log and a datapoint with a
target, so it works only in evaluation runs.
"""
