# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ValidationError`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union


class ValidationError(TypedDict):
    """One thing that is wrong with a request."""

    loc: Sequence[Union[str, int]]
    """Path to the offending part: `body`, `query` or `path` first, then field names and list positions."""
    msg: str
    """What is wrong, for people to read."""
    type: str
    """What is wrong, as a short code for programs."""
