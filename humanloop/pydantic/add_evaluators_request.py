# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `AddEvaluatorsRequest`, as it is received."""

from humanloop.response.model import Model


class AddEvaluatorsRequest(Model):
    """Add evaluators to an existing evaluation.

    They judge the logs that are already there; nothing is generated again.
    """

    evaluator_ids: list[str] | None = None
    """Ids of the evaluators to add (`evfn_…`)."""
    evaluator_version_ids: list[str] | None = None
    """Ids of particular evaluator versions to add (`evv_…`), as an alternative to `evaluator_ids`."""
