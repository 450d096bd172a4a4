# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`DatasetsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.datasets_api import DatasetsApi


class DatasetsApiRaw(RawApi):
    """`DatasetsApi`, but every method answers with an `ApiResponse`."""

    list_all_for_project = raw(DatasetsApi.list_all_for_project)
    alist_all_for_project = raw_async(DatasetsApi.alist_all_for_project)
    create = raw(DatasetsApi.create)
    acreate = raw_async(DatasetsApi.acreate)
    list = raw(DatasetsApi.list)
    alist = raw_async(DatasetsApi.alist)
    get = raw(DatasetsApi.get)
    aget = raw_async(DatasetsApi.aget)
    delete = raw(DatasetsApi.delete)
    adelete = raw_async(DatasetsApi.adelete)
    update = raw(DatasetsApi.update)
    aupdate = raw_async(DatasetsApi.aupdate)
    list_datapoints = raw(DatasetsApi.list_datapoints)
    alist_datapoints = raw_async(DatasetsApi.alist_datapoints)
    create_datapoint = raw(DatasetsApi.create_datapoint)
    acreate_datapoint = raw_async(DatasetsApi.acreate_datapoint)
