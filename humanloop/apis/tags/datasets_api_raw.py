# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`DatasetsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.datasets_api import DatasetsApiRaw

__all__ = ["DatasetsApiRaw"]
