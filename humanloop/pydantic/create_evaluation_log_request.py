# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateEvaluationLogRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateEvaluationLogRequest(Model):
    """Post a log that was generated outside the server to a running evaluation.

    Its `python` and `llm` evaluators then judge it.
    """

    datapoint_id: str
    """Id of the datapoint (`evtc_…`) the log was generated for; it has to be in the dataset being evaluated."""
    log: models.LogRequest
    """The log: what was sent and what came out."""
