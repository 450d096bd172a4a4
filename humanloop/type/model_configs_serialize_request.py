# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsSerializeRequest`, as it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

ModelConfigsSerializeRequest = Union[
    "types.ModelConfigChatRequest",
    "models.ModelConfigChatRequest",
    "types.ModelConfigCompletionRequest",
    "models.ModelConfigCompletionRequest",
]
"""What an earlier release called the body of `POST /model-configs/serialize`."""
