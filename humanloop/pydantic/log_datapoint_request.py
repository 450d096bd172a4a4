# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LogDatapointRequest`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

LogDatapointRequest = Union[List[models.LogRequest], models.LogRequest]
"""What an earlier release called the body of `POST /logs`."""
