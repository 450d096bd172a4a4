# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelEndpoints`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

ModelEndpoints = Union[Literal["complete", "chat", "edit"], str]
"""Kind of provider endpoint: `complete` continues a text, `chat` answers a list of messages, `edit` rewrites a text by an
instruction.
"""
