# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `VersionStatus`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

VersionStatus = Union[Literal["uncommitted", "committed", "deleted"], str]
"""State of a version: `uncommitted` is a draft that was tried out, `committed` is saved for good, `deleted` has been
removed.
"""
