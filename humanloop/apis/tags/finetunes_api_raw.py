# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`FinetunesApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.finetunes_api import FinetunesApiRaw

__all__ = ["FinetunesApiRaw"]
