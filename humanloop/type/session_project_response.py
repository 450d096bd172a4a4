# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `SessionProjectResponse`, as it is sent."""

from __future__ import annotations

from typing import TypedDict

from humanloop import type as types


class SessionProjectResponse(TypedDict):
    """A project that has logs in a session."""

    id: str
    """Identifier of the project, starts with `pr_`."""
    name: str
    """Name of the project."""
    type: types.FileType
    """What the project holds."""
