# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""What the description says of the API as a whole: the ground floor, which everything may use."""
