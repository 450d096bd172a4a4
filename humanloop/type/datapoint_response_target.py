# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatapointResponseTarget`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional, Union

DatapointResponseTarget = Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]]
"""What an earlier release called `DatapointResponse.target`."""
