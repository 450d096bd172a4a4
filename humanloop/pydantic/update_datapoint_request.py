# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateDatapointRequest`, as it is received."""

from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateDatapointRequest(Model):
    """Change a datapoint.

    Fields that are left out keep their value, null clears them.
    """

    inputs: dict[str, Any] | None = None
    """New values for the variables of the template, by name; they replace the present inputs."""
    messages: list[models.ChatMessageWithToolCall] | None = None
    """New conversation; it replaces the present one."""
    target: dict[str, str | int | float | bool | dict[str, Any] | list[Any]] | None = None
    """New target; it replaces the present one."""
