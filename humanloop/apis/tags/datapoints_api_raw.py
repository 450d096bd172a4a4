# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`DatapointsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.datapoints_api import DatapointsApiRaw

__all__ = ["DatapointsApiRaw"]
