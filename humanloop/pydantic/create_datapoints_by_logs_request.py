# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateDatapointsByLogsRequest`, as it is received."""

from humanloop.response.model import Model


class CreateDatapointsByLogsRequest(Model):
    """Make datapoints out of logs: inputs and messages are copied, and the output becomes the target's `output`."""

    log_ids: list[str]
    """Ids of the logs (`data_…`) to copy."""
