# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorReturnTypeEnum`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

EvaluatorReturnTypeEnum = Union[Literal["boolean", "number", "select", "multi_select", "text"], str]
"""Type of the value an evaluator gives: `boolean` (true or false), `number`, `select` (one label), `multi_select` (a list
of labels) or `text` (free text).
"""
