# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EnvironmentRequest`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class EnvironmentRequest(TypedDict):
    """Names an environment of the organisation."""

    id: str
    """Id of the environment (`env_…`)."""
    name: NotRequired[str]
    """Name of the environment, for example `staging`."""
