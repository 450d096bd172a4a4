# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Model of `Shelf`, as it is received."""

from typing import Optional

from pydantic import Field

from humanloop.response.model import Model
from shop import models


class Shelf(Model):
    """Where books stand."""

    name: str
    """What is written on it. At most 20 characters."""
    class_: str | None = Field(default=None, alias="class")
    books: list[models.Book] | None = None
    neighbour: Optional["models.Shelf"] = None
    """Where books stand."""
    stream: bool | None = None
