"""The synchronous wire by its import path of 0.7.15, where tools that stand in for it look; see `transport`."""

from humanloop.core.errors import ApiException
from humanloop.core.response import ApiResponse
from humanloop.transport.urllib3_transport import RestClient

__all__ = ["ApiException", "ApiResponse", "RestClient"]
