# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsExport200Response`, as it is received."""

from __future__ import annotations

ModelConfigsExport200Response = str
"""What an earlier release called the answer of `POST /model-configs/{id}/export`."""
