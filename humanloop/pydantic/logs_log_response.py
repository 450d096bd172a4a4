# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LogsLogResponse`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

LogsLogResponse = Union[List[models.CreateLogResponse], models.CreateLogResponse]
"""What an earlier release called the answer of `POST /logs`."""
