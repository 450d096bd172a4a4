# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The operations of the API: one module per tag, with its raw twin."""
