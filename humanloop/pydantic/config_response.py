# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ConfigResponse`, as it is received."""

from __future__ import annotations

from typing import Annotated, Union

from pydantic import Field

from humanloop import pydantic as models

ConfigResponse = Annotated[
    Union[
        models.ModelConfigResponse,
        models.ToolConfigResponse,
        models.EvaluatorConfigResponse,
        models.AgentConfigResponse,
        models.GenericConfigResponse,
    ],
    Field(discriminator="type"),
]
"""A version of any kind.

The field `type` tells which: `model`, `tool`, `evaluator`, `agent` or `generic`.
"""
