# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`LogsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.logs_api import LogsApi


class LogsApiRaw(RawApi):
    """`LogsApi`, but every method answers with an `ApiResponse`."""

    list = raw(LogsApi.list)
    alist = raw_async(LogsApi.alist)
    log = raw(LogsApi.log)
    alog = raw_async(LogsApi.alog)
    delete = raw(LogsApi.delete)
    adelete = raw_async(LogsApi.adelete)
    update_by_ref = raw(LogsApi.update_by_ref)
    aupdate_by_ref = raw_async(LogsApi.aupdate_by_ref)
    get = raw(LogsApi.get)
    aget = raw_async(LogsApi.aget)
    update = raw(LogsApi.update)
    aupdate = raw_async(LogsApi.aupdate)
