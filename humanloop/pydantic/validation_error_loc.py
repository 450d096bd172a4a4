# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ValidationErrorLoc`, as it is received."""

from __future__ import annotations

from typing import List, Union

ValidationErrorLoc = List[Union[str, int]]
"""What an earlier release called `ValidationError.loc`."""
