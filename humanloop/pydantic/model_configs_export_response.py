# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigsExportResponse`, as it is received."""

from __future__ import annotations

ModelConfigsExportResponse = str
"""What an earlier release called the answer of `POST /model-configs/{id}/export`."""
