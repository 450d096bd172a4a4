# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackClass`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

FeedbackClass = Union[Literal["select", "multi_select", "text", "number"], str]
"""How values of a feedback type are given: `select` is one label out of a list, `multi_select` any number of labels,
`text` free text, `number` a number.
"""
