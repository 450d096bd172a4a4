# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateEvaluationResultLogRequest`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict, Union


class CreateEvaluationResultLogRequest(TypedDict):
    """Post the verdict of an external evaluator on one log of a running evaluation.

    Give either `result` or `error`.
    """

    log_id: str
    """Id of the log that was judged (`data_…`); its `source_datapoint_id` has to be in the dataset being evaluated."""
    evaluator_id: str
    """Id of the evaluator that judged (`evfn_…`); it has to be part of the evaluation."""
    result: NotRequired[Union[bool, int, float]]
    """The verdict, of the evaluator's return type. Not together with `error`."""
    error: NotRequired[str]
    """Why no verdict could be reached. Not together with `result`."""
