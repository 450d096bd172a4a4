# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""What the description says of the API as a whole: the ground floor, which everything may use."""
