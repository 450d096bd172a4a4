# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigToolRequest`, as it is received."""

from typing import Any, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ModelConfigToolRequest(Model):
    """A tool defined inline in a model config."""

    name: str
    """Name of the function, by which the model calls it."""
    description: str | None = None
    """What the function does and when to use it; the model reads this."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the function's arguments. Absent means that it takes none."""
    source: Optional[models.ToolSource] = None
    """Where the definition lives: `inline` for one written out here, `organization` for a shared one."""
    source_code: str | None = None
    """Source code of the function, kept for the record; the server does not execute it."""
    other: dict[str, Any] | None = None
    """Further properties of the tool, kept as given."""
    preset_name: str | None = None
    """Name of the ready-made tool this one is based on, if any."""
    strict: bool | None = None
    """With `true` the provider is asked to keep the arguments exactly to the schema, where it supports this."""
