# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluationResultResponse`, as it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any, List, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class EvaluationResultResponse(TypedDict):
    """Verdict of one evaluator on one log: either a `value` or an `error`."""

    id: str
    """Identifier of the result, starts with `evr_`."""
    evaluator_id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    evaluator_name: NotRequired[Optional[str]]
    """Name of the evaluator. An addition of this description: the hosted service did not have it."""
    evaluator_version_id: NotRequired[Optional[str]]
    """Identifier of the version of the evaluator that was applied, starts with `evv_`."""
    evaluation_id: NotRequired[Optional[str]]
    """Identifier of the run the result belongs to, starts with `ev_`; null for a result of monitoring."""
    log_id: str
    """Identifier of the log that was judged, starts with `data_`."""
    log: NotRequired[Optional[Union[types.LogResponse, models.LogResponse]]]
    """The log that was judged; may be left out where the log is given next to the result."""
    version_id: NotRequired[Optional[str]]
    """Identifier of the version that produced the judged log, starts with `evv_`."""
    version: NotRequired[Any]
    """The version that produced the judged log; null if not included."""
    value: NotRequired[Optional[Union[bool, float, str, List[str]]]]
    """The verdict, of the return type of the evaluator: a boolean, a number, a label, a list of labels or a text.
    Null if the evaluator failed.
    """
    error: NotRequired[Optional[str]]
    """Why the evaluator gave no value, for example the text of an exception; null if it succeeded."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    created_at: NotRequired[Optional[Union[datetime, str]]]
    """Time of creation, ISO 8601 in UTC."""
    llm_evaluator_log: NotRequired[Optional[Union[types.LogResponse, models.LogResponse]]]
    """Deprecated, use `evaluator_log`. Log of the generation of an LLM evaluator; null for other evaluators."""
    evaluator_log: NotRequired[Optional[Union[types.LogResponse, models.LogResponse]]]
    """Log that was recorded while the evaluator ran, for example the generation of an LLM evaluator; null if there
    is none.
    """
