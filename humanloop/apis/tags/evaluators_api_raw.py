# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`EvaluatorsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.evaluators_api import EvaluatorsApi


class EvaluatorsApiRaw(RawApi):
    """`EvaluatorsApi`, but every method answers with an `ApiResponse`."""

    list = raw(EvaluatorsApi.list)
    alist = raw_async(EvaluatorsApi.alist)
    create = raw(EvaluatorsApi.create)
    acreate = raw_async(EvaluatorsApi.acreate)
    get = raw(EvaluatorsApi.get)
    aget = raw_async(EvaluatorsApi.aget)
    delete = raw(EvaluatorsApi.delete)
    adelete = raw_async(EvaluatorsApi.adelete)
    update = raw(EvaluatorsApi.update)
    aupdate = raw_async(EvaluatorsApi.aupdate)
