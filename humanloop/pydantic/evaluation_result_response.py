# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EvaluationResultResponse`, as it is received."""

from datetime import datetime
from typing import Any, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class EvaluationResultResponse(Model):
    """Verdict of one evaluator on one log: either a `value` or an `error`."""

    id: str
    """Identifier of the result, starts with `evr_`."""
    evaluator_id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    evaluator_name: str | None = None
    """Name of the evaluator. An addition of this description: the hosted service did not have it."""
    evaluator_version_id: str | None = None
    """Identifier of the version of the evaluator that was applied, starts with `evv_`."""
    evaluation_id: str | None = None
    """Identifier of the run the result belongs to, starts with `ev_`; null for a result of monitoring."""
    log_id: str
    """Identifier of the log that was judged, starts with `data_`."""
    log: Optional["models.LogResponse"] = None
    """The log that was judged; may be left out where the log is given next to the result."""
    version_id: str | None = None
    """Identifier of the version that produced the judged log, starts with `evv_`."""
    version: Any = None
    """The version that produced the judged log; null if not included."""
    value: bool | float | int | str | list[str] | None = None
    """The verdict, of the return type of the evaluator: a boolean, a number, a label, a list of labels or a text.
    Null if the evaluator failed.
    """
    error: str | None = None
    """Why the evaluator gave no value, for example the text of an exception; null if it succeeded."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    created_at: datetime | None = None
    """Time of creation, ISO 8601 in UTC."""
    llm_evaluator_log: Optional["models.LogResponse"] = None
    """Deprecated, use `evaluator_log`. Log of the generation of an LLM evaluator; null for other evaluators."""
    evaluator_log: Optional["models.LogResponse"] = None
    """Log that was recorded while the evaluator ran, for example the generation of an LLM evaluator; null if there
    is none.
    """
