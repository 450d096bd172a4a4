# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateDatapointRequestInputs`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

UpdateDatapointRequestInputs = Optional[Mapping[str, Any]]
"""What an earlier release called `UpdateDatapointRequest.inputs`."""
