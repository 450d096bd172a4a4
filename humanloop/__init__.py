"""The Humanloop v4 API from Python: `from humanloop import Humanloop`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.lazy import lazy_names
from humanloop.version import __version__

if TYPE_CHECKING:
    from humanloop.api_client import ApiClient
    from humanloop.api_response import ApiResponse, AsyncGeneratorResponse, StreamResponse
    from humanloop.client import Humanloop
    from humanloop.configuration import Configuration
    from humanloop.exceptions import (
        AnyOfValidationError,
        ApiAttributeError,
        ApiConnectionError,
        ApiException,
        ApiKeyError,
        ApiResponseError,
        ApiStreamingException,
        ApiTimeoutError,
        ApiTypeError,
        ApiValueError,
        AuthenticationError,
        BadRequestError,
        ClientConfigurationError,
        ConflictError,
        InternalServerError,
        InvalidHostConfigurationError,
        MissingRequiredParametersError,
        MissingRequiredPropertiesError,
        NotFoundError,
        OpenApiException,
        PermissionDeniedError,
        RateLimitError,
        SchemaValidationError,
        UnprocessableEntityError,
    )
    from humanloop.notebook import local
    from humanloop.operation import NULL

__all__ = [
    "NULL",
    "AnyOfValidationError",
    "ApiAttributeError",
    "ApiClient",
    "ApiConnectionError",
    "ApiException",
    "ApiKeyError",
    "ApiResponse",
    "ApiResponseError",
    "ApiStreamingException",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "AsyncGeneratorResponse",
    "AuthenticationError",
    "BadRequestError",
    "ClientConfigurationError",
    "Configuration",
    "ConflictError",
    "Humanloop",
    "InternalServerError",
    "InvalidHostConfigurationError",
    "MissingRequiredParametersError",
    "MissingRequiredPropertiesError",
    "NotFoundError",
    "OpenApiException",
    "PermissionDeniedError",
    "RateLimitError",
    "SchemaValidationError",
    "StreamResponse",
    "UnprocessableEntityError",
    "__version__",
    "local",
]

_MODULES = {
    "AnyOfValidationError": "exceptions",
    "ApiAttributeError": "exceptions",
    "ApiClient": "api_client",
    "ApiConnectionError": "exceptions",
    "ApiException": "exceptions",
    "ApiKeyError": "exceptions",
    "ApiResponse": "api_response",
    "ApiResponseError": "exceptions",
    "ApiStreamingException": "exceptions",
    "ApiTimeoutError": "exceptions",
    "ApiTypeError": "exceptions",
    "ApiValueError": "exceptions",
    "AsyncGeneratorResponse": "api_response",
    "AuthenticationError": "exceptions",
    "BadRequestError": "exceptions",
    "ClientConfigurationError": "exceptions",
    "Configuration": "configuration",
    "ConflictError": "exceptions",
    "Humanloop": "client",
    "InternalServerError": "exceptions",
    "InvalidHostConfigurationError": "exceptions",
    "MissingRequiredParametersError": "exceptions",
    "MissingRequiredPropertiesError": "exceptions",
    "NULL": "operation",
    "NotFoundError": "exceptions",
    "OpenApiException": "exceptions",
    "PermissionDeniedError": "exceptions",
    "RateLimitError": "exceptions",
    "SchemaValidationError": "exceptions",
    "StreamResponse": "api_response",
    "UnprocessableEntityError": "exceptions",
    "local": "notebook",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES)
