# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackTypes`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

FeedbackTypes = Sequence[Union["types.FeedbackTypeModel", "models.FeedbackTypeModel"]]
"""All feedback types of a project, built-in and custom ones."""
