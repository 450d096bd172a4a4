# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `AgentConfigResponse`, as it is received."""

from typing import Any, Literal, Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class AgentConfigResponse(Model):
    """A version of an agent: a class of agent together with the model config that drives it and the tools it may use."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: dict[str, Any] | None = None
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Literal["agent"]
    """Kind of the config, always `agent`."""
    created_by: Optional[models.UserResponse] = None
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the agent."""
    description: str | None = None
    """What the agent is for; null if nothing was said."""
    agent_class: str
    """Name of the agent implementation the config is meant for."""
    tools: list[models.ToolConfigRequest] | None = None
    """Tools the agent may call; empty if it has none."""
    model_config_: models.ModelConfigRequest = Field(alias="model_config")
    """Model, template and parameters the agent generates with."""
