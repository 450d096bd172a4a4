# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolConfigResponse`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ToolConfigResponse(Model):
    """A version of a tool: how it is described to the model and, optionally, its source."""

    id: str
    """Identifier of this version; starts with `config_` for a tool that is part of a config and `oc_` for a tool of
    the organisation.
    """
    other: dict[str, Any] | None = None
    """Further settings of the tool, as free key/value pairs; empty if there are none."""
    type: Literal["tool"]
    """Kind of the config, always `tool`."""
    created_by: Optional[models.UserResponse] = None
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the tool, by which a model or a template calls it."""
    description: str | None = None
    """What the tool does; a model reads this to decide when to call it. Null if nothing was said."""
    source: Optional[models.ToolSource] = None
    """Whether the tool is shared within the organisation or written in the config itself; null if not known."""
    source_code: str | None = None
    """Source code of the tool, recorded for reference; null if not given."""
    setup_schema: dict[str, Any] | None = None
    """JSON Schema of the settings the tool needs before it can run; null if it needs none."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the arguments of the tool; null if it takes none."""
    signature: str | None = None
    """Name and arguments, in the form used to call the tool in a template; null if it cannot be called there."""
    is_preset: bool | None = None
    """True for a ready-made tool, false for one written by a user."""
    preset_name: str | None = None
    """Name of the ready-made tool this one is based on; null if there is none."""
