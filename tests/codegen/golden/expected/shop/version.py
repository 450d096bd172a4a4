# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""The version of the API that this package was made for."""

__version__ = "1"
