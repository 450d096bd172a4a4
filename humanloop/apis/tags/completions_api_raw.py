# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`CompletionsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.completions_api import CompletionsApi


class CompletionsApiRaw(RawApi):
    """`CompletionsApi`, but every method answers with an `ApiResponse`."""

    create = raw(CompletionsApi.create)
    acreate = raw_async(CompletionsApi.acreate)
    create_deployed = raw(CompletionsApi.create_deployed)
    acreate_deployed = raw_async(CompletionsApi.acreate_deployed)
    create_experiment = raw(CompletionsApi.create_experiment)
    acreate_experiment = raw_async(CompletionsApi.acreate_experiment)
    create_model_config = raw(CompletionsApi.create_model_config)
    acreate_model_config = raw_async(CompletionsApi.acreate_model_config)
