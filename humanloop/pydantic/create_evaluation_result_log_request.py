# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateEvaluationResultLogRequest`, as it is received."""

from humanloop.response.model import Model


class CreateEvaluationResultLogRequest(Model):
    """Post the verdict of an external evaluator on one log of a running evaluation.

    Give either `result` or `error`.
    """

    log_id: str
    """Id of the log that was judged (`data_…`); its `source_datapoint_id` has to be in the dataset being evaluated."""
    evaluator_id: str
    """Id of the evaluator that judged (`evfn_…`); it has to be part of the evaluation."""
    result: bool | int | float | None = None
    """The verdict, of the evaluator's return type. Not together with `error`."""
    error: str | None = None
    """Why no verdict could be reached. Not together with `result`."""
