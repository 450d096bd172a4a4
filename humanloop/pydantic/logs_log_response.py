# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LogsLogResponse`, as it is received."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models

LogsLogResponse = Union[List["models.CreateLogResponse"], "models.CreateLogResponse"]
"""What an earlier release called the answer of `POST /logs`."""
