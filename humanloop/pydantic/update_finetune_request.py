# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateFinetuneRequest`, as it is received."""

from humanloop.response.model import Model


class UpdateFinetuneRequest(Model):
    """Rename a fine-tune."""

    name: str | None = None
    """New display name of the fine-tune."""
