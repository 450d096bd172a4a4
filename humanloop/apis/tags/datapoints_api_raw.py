# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`DatapointsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.datapoints_api import DatapointsApi


class DatapointsApiRaw(RawApi):
    """`DatapointsApi`, but every method answers with an `ApiResponse`."""

    get = raw(DatapointsApi.get)
    aget = raw_async(DatapointsApi.aget)
    update = raw(DatapointsApi.update)
    aupdate = raw_async(DatapointsApi.aupdate)
    delete = raw(DatapointsApi.delete)
    adelete = raw_async(DatapointsApi.adelete)
