"""Logs, over the public API."""

from __future__ import annotations

from typing import Any

from humanloop import Humanloop


class Calls:
    """The calls, as programs make them."""

    def __init__(self, host: str) -> None:
        self.humanloop = Humanloop(api_key="key", host=host)

    def get(self, log_id: str) -> object:
        return self.humanloop.logs.get(id=log_id)

    def list(self, project_id: str, size: int) -> Any:
        return self.humanloop.logs.list(project_id=project_id, size=size)

    def log(self, arguments: dict[str, Any]) -> object:
        return self.humanloop.log(**arguments)
