# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ModelConfigsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.model_configs_api import ModelConfigsApi


class ModelConfigsApiRaw(RawApi):
    """`ModelConfigsApi`, but every method answers with an `ApiResponse`."""

    register = raw(ModelConfigsApi.register)
    aregister = raw_async(ModelConfigsApi.aregister)
    get = raw(ModelConfigsApi.get)
    aget = raw_async(ModelConfigsApi.aget)
    export = raw(ModelConfigsApi.export)
    aexport = raw_async(ModelConfigsApi.aexport)
    serialize = raw(ModelConfigsApi.serialize)
    aserialize = raw_async(ModelConfigsApi.aserialize)
    deserialize = raw(ModelConfigsApi.deserialize)
    adeserialize = raw_async(ModelConfigsApi.adeserialize)
