# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackType`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

FeedbackType = Union[Literal["rating", "action", "issue", "correction", "comment"], str]
"""Built-in feedback types: `rating` (one label, such as good or bad), `action` (what the user did with the output, such as
copying it; several labels), `issue` (what is wrong with the output; several labels), `correction` (text the output
should have been) and `comment` (free text).
"""
