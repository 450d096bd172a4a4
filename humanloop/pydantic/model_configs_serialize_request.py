# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsSerializeRequest`, as it is received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models

ModelConfigsSerializeRequest = Union["models.ModelConfigChatRequest", "models.ModelConfigCompletionRequest"]
"""What an earlier release called the body of `POST /model-configs/serialize`."""
