# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectModelConfigRequestTools`, as it is received."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models

ProjectModelConfigRequestTools = List[Union["models.LinkedToolRequest", "models.ModelConfigToolRequest"]]
"""What an earlier release called `ProjectModelConfigRequest.tools`."""
