# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProjectInputResponse`, as it is received."""

from humanloop.response.model import Model


class ProjectInputResponse(Model):
    """A variable used by the templates of a project."""

    name: str
    """Name of the variable, without the braces."""
