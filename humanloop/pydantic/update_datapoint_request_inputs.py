# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateDatapointRequestInputs`, as it is received."""

from __future__ import annotations

from typing import Dict, Optional

UpdateDatapointRequestInputs = Optional[Dict[str, str]]
"""What an earlier release called `UpdateDatapointRequest.inputs`."""
