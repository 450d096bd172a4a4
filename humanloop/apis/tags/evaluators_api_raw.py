# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`EvaluatorsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.evaluators_api import EvaluatorsApiRaw

__all__ = ["EvaluatorsApiRaw"]
