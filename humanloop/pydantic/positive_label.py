# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `PositiveLabel`, as it is received."""

from humanloop.response.model import Model


class PositiveLabel(Model):
    """A feedback label that counts as success."""

    type: str
    """Feedback type the label belongs to, for example `rating`."""
    value: str
    """The label, for example `good`."""
