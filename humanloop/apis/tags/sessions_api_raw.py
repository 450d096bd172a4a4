# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`SessionsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.sessions_api import SessionsApi


class SessionsApiRaw(RawApi):
    """`SessionsApi`, but every method answers with an `ApiResponse`."""

    list = raw(SessionsApi.list)
    alist = raw_async(SessionsApi.alist)
    create = raw(SessionsApi.create)
    acreate = raw_async(SessionsApi.acreate)
    get = raw(SessionsApi.get)
    aget = raw_async(SessionsApi.aget)
