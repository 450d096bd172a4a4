# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Type of `Book`, as it is received."""

from __future__ import annotations

from typing import Annotated, Union

from pydantic import Field

from shop import models

Book = Annotated[Union[models.Novel, models.Story], Field(discriminator="type")]
"""Something to read."""
