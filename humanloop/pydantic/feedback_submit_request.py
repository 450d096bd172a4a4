# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSubmitRequest`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

FeedbackSubmitRequest = Union[List[models.FeedbackRequest], models.FeedbackRequest]
"""What an earlier release called the body of `POST /feedback`."""
