# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatapointResponseInputs`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

DatapointResponseInputs = Optional[Mapping[str, Any]]
"""What an earlier release called `DatapointResponse.inputs`."""
