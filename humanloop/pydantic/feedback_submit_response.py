# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSubmitResponse`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

FeedbackSubmitResponse = Union[List[models.FeedbackResponse], models.FeedbackResponse]
"""What an earlier release called the answer of `POST /feedback`."""
