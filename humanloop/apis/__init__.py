# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The API: its operations, by tag."""
