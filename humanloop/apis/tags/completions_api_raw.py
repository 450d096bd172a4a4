# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`CompletionsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.completions_api import CompletionsApiRaw

__all__ = ["CompletionsApiRaw"]
