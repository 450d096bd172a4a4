# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`LogsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.logs_api import LogsApiRaw

__all__ = ["LogsApiRaw"]
