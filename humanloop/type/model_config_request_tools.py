# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigRequestTools`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

ModelConfigRequestTools = Sequence[
    Union[
        "types.LinkedToolRequest",
        "models.LinkedToolRequest",
        "types.ModelConfigToolRequest",
        "models.ModelConfigToolRequest",
    ]
]
"""What an earlier release called `ModelConfigRequest.tools`."""
