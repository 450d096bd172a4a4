# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LabelSentiment`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

LabelSentiment = Union[Literal["positive", "negative", "neutral", "unset"], str]
"""What a feedback label says about the output: `positive`, `negative`, `neutral` (neither), or `unset` (not decided)."""
