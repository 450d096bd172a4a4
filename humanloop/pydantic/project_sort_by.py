# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectSortBy`, as it is received."""

from __future__ import annotations

from typing import Literal, Union

ProjectSortBy = Union[Literal["created_at", "updated_at", "name"], str]
"""Property by which projects are sorted: `created_at` (time of creation), `updated_at` (time of the last change) or
`name`.
"""
