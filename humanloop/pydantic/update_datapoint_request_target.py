# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateDatapointRequestTarget`, as it is received."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Union

UpdateDatapointRequestTarget = Optional[Dict[str, Union[str, int, float, bool, Dict[str, Any], List[Any]]]]
"""What an earlier release called `UpdateDatapointRequest.target`."""
