# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigChatRequestTools`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

ModelConfigChatRequestTools = List[Union[models.LinkedToolRequest, models.ModelConfigToolRequest]]
"""What an earlier release called `ModelConfigChatRequest.tools`."""
