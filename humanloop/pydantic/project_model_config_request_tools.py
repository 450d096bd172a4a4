# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectModelConfigRequestTools`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

ProjectModelConfigRequestTools = List[Union[models.LinkedToolRequest, models.ModelConfigToolRequest]]
"""What an earlier release called `ProjectModelConfigRequest.tools`."""
