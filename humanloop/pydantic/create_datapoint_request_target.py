# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatapointRequestTarget`, as it is received."""

from __future__ import annotations

from typing import Any, Dict, List, Union

CreateDatapointRequestTarget = Dict[str, Union[str, int, float, bool, Dict[str, Any], List[Any]]]
"""What an earlier release called `CreateDatapointRequest.target`."""
