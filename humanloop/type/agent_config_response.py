# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `AgentConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class AgentConfigResponse(TypedDict):
    """A version of an agent: a class of agent together with the model config that drives it and the tools it may use."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: NotRequired[Optional[Mapping[str, Any]]]
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Union[Literal["agent"], str]
    """Kind of the config, always `agent`."""
    created_by: NotRequired[Optional[Union[types.UserResponse, models.UserResponse]]]
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the agent."""
    description: NotRequired[Optional[str]]
    """What the agent is for; null if nothing was said."""
    agent_class: str
    """Name of the agent implementation the config is meant for."""
    tools: NotRequired[Optional[Sequence[Union[types.ToolConfigRequest, models.ToolConfigRequest]]]]
    """Tools the agent may call; empty if it has none."""
    model_config: Union[types.ModelConfigRequest, models.ModelConfigRequest]
    """Model, template and parameters the agent generates with."""
