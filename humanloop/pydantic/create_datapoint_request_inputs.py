# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatapointRequestInputs`, as it is received."""

from __future__ import annotations

from typing import Any, Dict

CreateDatapointRequestInputs = Dict[str, Any]
"""What an earlier release called `CreateDatapointRequest.inputs`."""
