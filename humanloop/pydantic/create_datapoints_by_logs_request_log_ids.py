# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatapointsByLogsRequestLogIds`, as it is received."""

from __future__ import annotations

from typing import List

CreateDatapointsByLogsRequestLogIds = List[str]
"""What an earlier release called `CreateDatapointsByLogsRequest.log_ids`."""
