# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ExperimentsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.experiments_api import ExperimentsApi


class ExperimentsApiRaw(RawApi):
    """`ExperimentsApi`, but every method answers with an `ApiResponse`."""

    list = raw(ExperimentsApi.list)
    alist = raw_async(ExperimentsApi.alist)
    create = raw(ExperimentsApi.create)
    acreate = raw_async(ExperimentsApi.acreate)
    delete = raw(ExperimentsApi.delete)
    adelete = raw_async(ExperimentsApi.adelete)
    update = raw(ExperimentsApi.update)
    aupdate = raw_async(ExperimentsApi.aupdate)
    sample = raw(ExperimentsApi.sample)
    asample = raw_async(ExperimentsApi.asample)
