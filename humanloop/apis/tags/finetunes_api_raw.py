# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`FinetunesApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.finetunes_api import FinetunesApi


class FinetunesApiRaw(RawApi):
    """`FinetunesApi`, but every method answers with an `ApiResponse`."""

    list_all_for_project = raw(FinetunesApi.list_all_for_project)
    alist_all_for_project = raw_async(FinetunesApi.alist_all_for_project)
    create = raw(FinetunesApi.create)
    acreate = raw_async(FinetunesApi.acreate)
    summary = raw(FinetunesApi.summary)
    asummary = raw_async(FinetunesApi.asummary)
    update = raw(FinetunesApi.update)
    aupdate = raw_async(FinetunesApi.aupdate)
