# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`FeedbackApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.feedback_api import FeedbackApiRaw

__all__ = ["FeedbackApiRaw"]
