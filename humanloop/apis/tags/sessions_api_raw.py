# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`SessionsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.sessions_api import SessionsApiRaw

__all__ = ["SessionsApiRaw"]
