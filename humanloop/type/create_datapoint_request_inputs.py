# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatapointRequestInputs`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CreateDatapointRequestInputs = Mapping[str, Any]
"""What an earlier release called `CreateDatapointRequest.inputs`."""
