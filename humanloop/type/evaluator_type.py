# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorType`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

EvaluatorType = Union[Literal["python", "llm", "human", "external"], str]
"""How an evaluator reaches its verdict: `python` runs a Python function, `llm` asks a model, `human` takes the feedback of
people, `external` waits for results posted by the caller.
"""
