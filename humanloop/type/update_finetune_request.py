# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateFinetuneRequest`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class UpdateFinetuneRequest(TypedDict):
    """Rename a fine-tune."""

    name: NotRequired[str]
    """New display name of the fine-tune."""
