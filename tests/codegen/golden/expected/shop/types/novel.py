# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Novel`, as it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NotRequired, TypedDict, Union

from shop import types


class Novel(TypedDict):
    type: Union[Literal["novel"], str]
    genre: types.Genre
    """What a book is about."""
    written_at: NotRequired[Union[datetime, str]]
