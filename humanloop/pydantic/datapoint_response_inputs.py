# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatapointResponseInputs`, as it is received."""

from __future__ import annotations

from typing import Any, Dict, Optional

DatapointResponseInputs = Optional[Dict[str, Any]]
"""What an earlier release called `DatapointResponse.inputs`."""
