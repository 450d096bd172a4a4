# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ConfigResponse`, as it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

ConfigResponse = Union[
    "types.ModelConfigResponse",
    "models.ModelConfigResponse",
    "types.ToolConfigResponse",
    "models.ToolConfigResponse",
    "types.EvaluatorConfigResponse",
    "models.EvaluatorConfigResponse",
    "types.AgentConfigResponse",
    "models.AgentConfigResponse",
    "types.GenericConfigResponse",
    "models.GenericConfigResponse",
]
"""A version of any kind.

The field `type` tells which: `model`, `tool`, `evaluator`, `agent` or `generic`.
"""
