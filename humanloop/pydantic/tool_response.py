# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolResponse`, as it is received."""

from typing import Any

from humanloop.response.model import Model


class ToolResponse(Model):
    """A tool that a model config offers to the model."""

    id: str
    """Identifier of the tool; starts with `config_` if it is written in the config and `oc_` if it is linked from
    the organisation.
    """
    name: str
    """Name of the function, as the model uses it."""
    description: str | None = None
    """What the tool does; the model reads this to decide when to call it. Null if nothing was said."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the arguments of the function; null if it takes none."""
    source: str | None = None
    """`inline` for a tool written in the config, `organization` for a linked one."""
