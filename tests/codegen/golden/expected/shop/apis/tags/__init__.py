# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""The operations of the API: one module per tag, with its raw twin."""
