# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ChatsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.chats_api import ChatsApiRaw

__all__ = ["ChatsApiRaw"]
