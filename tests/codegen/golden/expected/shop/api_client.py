# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""The client that all APIs of this package share."""

from __future__ import annotations

from typing import Any

from humanloop.calls.api_client import ApiClient as BaseApiClient
from shop.configuration import Configuration


class ApiClient(BaseApiClient):
    """Sends calls for all APIs, on one connection pool. Safe in threads; usable from any number of event loops."""

    def __init__(self, configuration: Configuration | None = None, http: Any = None) -> None:
        """Set it up; nothing is sent yet.

        Args:
            configuration: Its settings.
            http: Session of the library requests that synchronous calls go through. Default: urllib3.
        """
        settings: Any = configuration or Configuration()
        super().__init__(settings, http)
