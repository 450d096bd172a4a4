# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ValidationErrorLoc`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

ValidationErrorLoc = Sequence[Union[str, int]]
"""What an earlier release called `ValidationError.loc`."""
