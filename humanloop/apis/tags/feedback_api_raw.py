# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`FeedbackApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.feedback_api import FeedbackApi


class FeedbackApiRaw(RawApi):
    """`FeedbackApi`, but every method answers with an `ApiResponse`."""

    feedback = raw(FeedbackApi.feedback)
    afeedback = raw_async(FeedbackApi.afeedback)
