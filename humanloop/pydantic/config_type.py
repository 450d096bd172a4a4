# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ConfigType`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

ConfigType = Union[Literal["generic", "model", "tool", "agent", "evaluator"], str]
"""Kind of configs a project holds: `model` for prompts, `tool` for tools, `agent` for agents, `evaluator` for evaluators,
`generic` for anything else.
"""
