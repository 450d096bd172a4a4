# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ChatsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.chats_api import ChatsApi


class ChatsApiRaw(RawApi):
    """`ChatsApi`, but every method answers with an `ApiResponse`."""

    create = raw(ChatsApi.create)
    acreate = raw_async(ChatsApi.acreate)
    create_deployed = raw(ChatsApi.create_deployed)
    acreate_deployed = raw_async(ChatsApi.acreate_deployed)
    create_experiment = raw(ChatsApi.create_experiment)
    acreate_experiment = raw_async(ChatsApi.acreate_experiment)
    create_model_config = raw(ChatsApi.create_model_config)
    acreate_model_config = raw_async(ChatsApi.acreate_model_config)
