# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ObservabilityStatus`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ObservabilityStatus = Union[Literal["pending", "running", "completed", "failed"], str]
"""Progress of the monitoring evaluators on a log: `pending` (none has started), `running` (some are still at work),
`completed` (all are done, or there are none), `failed` (monitoring ended by an error).
"""
