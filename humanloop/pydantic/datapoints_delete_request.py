# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatapointsDeleteRequest`, as it is received."""

from __future__ import annotations

from typing import List

DatapointsDeleteRequest = List[str]
"""What an earlier release called the body of `DELETE /datapoints`."""
