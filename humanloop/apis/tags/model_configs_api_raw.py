# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ModelConfigsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.model_configs_api import ModelConfigsApiRaw

__all__ = ["ModelConfigsApiRaw"]
