# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `DataResponse`, as it is received."""

from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class DataResponse(Model):
    """One generated text, with the log it was recorded under.

    In a stream it holds the new piece of the text only.
    """

    id: str
    """Identifier of the log of this sample, starts with `data_`; use it to give feedback. It is the same in all
    events of a streamed sample. Empty if the request named no project: then nothing is kept.
    """
    index: int
    """Position of the sample among those of the request, counted from 0."""
    output: str
    """The generated text without white space at its ends. In a stream: the piece added by this event, to be appended
    to the earlier ones.
    """
    raw_output: str
    """The generated text exactly as the provider returned it."""
    inputs: dict[str, Any]
    """Values that were put into the prompt template; an empty object if `return_inputs` was false."""
    finish_reason: str | None = None
    """Why the model stopped: `stop` (end of the text or a stop sequence) or `length` (token limit reached). Null in
    all but the last event of a streamed sample.
    """
    model_config_id: str
    """Identifier of the model config that produced the sample, starts with `config_`. Within an experiment it can
    differ between samples. Empty if the request named no project.
    """
    tool_results: list[models.ToolResultResponse] | None = None
    """Results of the tools that the prompt template itself calls; an empty list if it calls none."""
