# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ExperimentsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.experiments_api import ExperimentsApiRaw

__all__ = ["ExperimentsApiRaw"]
