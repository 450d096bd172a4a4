# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `SessionProjectResponse`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class SessionProjectResponse(Model):
    """A project that has logs in a session."""

    id: str
    """Identifier of the project, starts with `pr_`."""
    name: str
    """Name of the project."""
    type: models.FileType
    """What the project holds."""
