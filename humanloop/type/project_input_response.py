# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectInputResponse`, as it is sent."""

from __future__ import annotations

from typing import TypedDict


class ProjectInputResponse(TypedDict):
    """A variable used by the templates of a project."""

    name: str
    """Name of the variable, without the braces."""
