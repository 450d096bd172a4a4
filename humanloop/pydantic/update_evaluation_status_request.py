# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateEvaluationStatusRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateEvaluationStatusRequest(Model):
    """Set the status of an evaluation whose logs or verdicts come from outside, for instance to start it, to mark it
    complete or to reopen it.
    """

    status: models.EvaluationStatus
    """The new status. Typical steps are `pending` to `running`, `running` to `completed` and back, and to
    `cancelled` or `failed` to give up.
    """
