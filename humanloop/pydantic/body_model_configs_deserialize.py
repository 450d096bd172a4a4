# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `Body_ModelConfigs_deserialize`, as it is received."""

from humanloop.response.model import Model


class BodyModelConfigsDeserialize(Model):
    """Text of a .prompt file to be turned into a model config.

    Nothing is stored.
    """

    config: str
    """Content of the .prompt file: a YAML header between two `---` lines, then the template."""
