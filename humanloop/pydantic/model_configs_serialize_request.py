# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsSerializeRequest`, as it is received."""

from __future__ import annotations

from typing import Union

from humanloop import pydantic as models

ModelConfigsSerializeRequest = Union[models.ModelConfigChatRequest, models.ModelConfigCompletionRequest]
"""What an earlier release called the body of `POST /model-configs/serialize`."""
