# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolConfigRequest`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ToolConfigRequest(Model):
    """A tool config as part of a log, for a step that is no model call, such as a search or a database look-up."""

    name: str
    """Name of the tool."""
    description: str | None = None
    """What the tool does."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the tool's arguments."""
    source: Optional[models.ToolSource] = None
    """Where the definition lives: `inline` for one written out here, `organization` for a shared one."""
    source_code: str | None = None
    """Source code of the tool as it was when it ran; kept so that changes can be traced."""
    other: dict[str, Any] | None = None
    """Further settings of the tool, kept as given."""
    preset_name: str | None = None
    """Name of the ready-made tool this one is based on, if any."""
    type: Literal["tool"]
    """Always `tool`; tells the config from a model config."""
    strict: bool | None = None
    """Whether the arguments have to keep exactly to `parameters`."""
