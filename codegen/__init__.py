"""The generator: an OpenAPI description becomes a Python SDK (`python -m codegen`)."""
