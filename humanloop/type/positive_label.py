# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `PositiveLabel`, as it is sent."""

from __future__ import annotations

from typing import TypedDict


class PositiveLabel(TypedDict):
    """A feedback label that counts as success."""

    type: str
    """Feedback type the label belongs to, for example `rating`."""
    value: str
    """The label, for example `good`."""
