# Generated from spec.yaml by `python -m codegen spec.yaml --package shop`. Do not edit.
"""`BookShelvesApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from shop.apis.tags.book_shelves_api import BookShelvesApi


class BookShelvesApiRaw(RawApi):
    """`BookShelvesApi`, but every method answers with an `ApiResponse`."""

    search = raw(BookShelvesApi.search)
    asearch = raw_async(BookShelvesApi.asearch)
    list = raw(BookShelvesApi.list)
    alist = raw_async(BookShelvesApi.alist)
    create = raw(BookShelvesApi.create)
    acreate = raw_async(BookShelvesApi.acreate)
    delete = raw(BookShelvesApi.delete)
    adelete = raw_async(BookShelvesApi.adelete)
