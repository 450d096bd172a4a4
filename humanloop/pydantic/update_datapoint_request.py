# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateDatapointRequest`, as it is received."""

from typing import Any, Dict, List, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateDatapointRequest(Model):
    """Change a datapoint.

    Fields that are left out keep their value, null clears them.
    """

    inputs: Optional[Dict[str, Any]] = None
    """New values for the variables of the template, by name; they replace the present inputs."""
    messages: Optional[List[models.ChatMessageWithToolCall]] = None
    """New conversation; it replaces the present one."""
    target: Optional[Dict[str, Union[str, int, float, bool, Dict[str, Any], List[Any]]]] = None
    """New target; it replaces the present one."""
