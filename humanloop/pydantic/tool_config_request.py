# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolConfigRequest`, as it is received."""

from typing import Any, Dict, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ToolConfigRequest(Model):
    """A tool config as part of a log, for a step that is no model call, such as a search or a database look-up."""

    name: str
    """Name of the tool."""
    description: Optional[str] = None
    """What the tool does."""
    parameters: Optional[Dict[str, Any]] = None
    """JSON Schema of the tool's arguments."""
    source: Optional[models.ToolSource] = None
    """Where the definition lives: `inline` for one written out here, `organization` for a shared one."""
    source_code: Optional[str] = None
    """Source code of the tool as it was when it ran; kept so that changes can be traced."""
    other: Optional[Dict[str, Any]] = None
    """Further settings of the tool, kept as given."""
    preset_name: Optional[str] = None
    """Name of the ready-made tool this one is based on, if any."""
    type: Literal["tool"]
    """Always `tool`; tells the config from a model config."""
    strict: Optional[bool] = None
    """Whether the arguments have to keep exactly to `parameters`."""
