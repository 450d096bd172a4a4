# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsSerializeResponse`, as it is received."""

from __future__ import annotations

ModelConfigsSerializeResponse = str
"""What an earlier release called the answer of `POST /model-configs/serialize`."""
