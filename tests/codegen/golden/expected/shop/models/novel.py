# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Model of `Novel`, as it is received."""

from datetime import datetime
from typing import Literal

from humanloop.response.model import Model
from shop import models


class Novel(Model):
    type: Literal["novel"]
    genre: models.Genre
    """What a book is about."""
    written_at: datetime | None = None
