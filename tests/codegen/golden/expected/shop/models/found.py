# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Model of `Found`, as it is received."""

from humanloop.response.pages import CountedPage
from shop import models


class Found(CountedPage[models.Novel], items="books", total="total"):
    books: list[models.Novel]
    total: int
