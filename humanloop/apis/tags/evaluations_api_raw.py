# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`EvaluationsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.evaluations_api import EvaluationsApiRaw

__all__ = ["EvaluationsApiRaw"]
