# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigChatRequestTools`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

ModelConfigChatRequestTools = Sequence[
    Union[
        "types.LinkedToolRequest",
        "models.LinkedToolRequest",
        "types.ModelConfigToolRequest",
        "models.ModelConfigToolRequest",
    ]
]
"""What an earlier release called `ModelConfigChatRequest.tools`."""
