# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`EvaluationsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.evaluations_api import EvaluationsApi


class EvaluationsApiRaw(RawApi):
    """`EvaluationsApi`, but every method answers with an `ApiResponse`."""

    get = raw(EvaluationsApi.get)
    aget = raw_async(EvaluationsApi.aget)
    list_datapoints = raw(EvaluationsApi.list_datapoints)
    alist_datapoints = raw_async(EvaluationsApi.alist_datapoints)
    list_all_for_project = raw(EvaluationsApi.list_all_for_project)
    alist_all_for_project = raw_async(EvaluationsApi.alist_all_for_project)
    create = raw(EvaluationsApi.create)
    acreate = raw_async(EvaluationsApi.acreate)
    log = raw(EvaluationsApi.log)
    alog = raw_async(EvaluationsApi.alog)
    result = raw(EvaluationsApi.result)
    aresult = raw_async(EvaluationsApi.aresult)
    update_status = raw(EvaluationsApi.update_status)
    aupdate_status = raw_async(EvaluationsApi.aupdate_status)
    add_evaluators = raw(EvaluationsApi.add_evaluators)
    aadd_evaluators = raw_async(EvaluationsApi.aadd_evaluators)
    list = raw(EvaluationsApi.list)
    alist = raw_async(EvaluationsApi.alist)
