"""The client that all APIs share, by its import path of 0.7.15; it is `calls.api_client`."""

from humanloop.calls.api_client import ApiClient
from humanloop.core.notices import DeprecationWarningOnce
from humanloop.core.response import ApiResponse, AsyncApiResponse

__all__ = ["ApiClient", "ApiResponse", "AsyncApiResponse", "DeprecationWarningOnce"]
