# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The Humanloop API from Python: `from humanloop import Humanloop`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names
from humanloop.version import __version__

if TYPE_CHECKING:
    from humanloop.calls.api_client import ApiClient
    from humanloop.client import Humanloop
    from humanloop.configuration import Configuration
    from humanloop.core.background import BackgroundFullError, BackgroundOptions
    from humanloop.core.errors import (
        AnyOfValidationError,
        ApiAttributeError,
        ApiConnectionError,
        ApiException,
        ApiKeyError,
        ApiResponseError,
        ApiStreamingException,
        ApiStreamingTimeoutError,
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
    from humanloop.core.notices import ArgumentWarning
    from humanloop.core.operation import NULL
    from humanloop.core.response import ApiResponse, AsyncGeneratorResponse, StreamResponse
    from humanloop.local_client import local

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
    "ApiStreamingTimeoutError",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "ArgumentWarning",
    "AsyncGeneratorResponse",
    "AuthenticationError",
    "BackgroundFullError",
    "BackgroundOptions",
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
    "AnyOfValidationError": "core.errors",
    "ApiAttributeError": "core.errors",
    "ApiClient": "calls.api_client",
    "ApiConnectionError": "core.errors",
    "ApiException": "core.errors",
    "ApiKeyError": "core.errors",
    "ApiResponse": "core.response",
    "ApiResponseError": "core.errors",
    "ApiStreamingException": "core.errors",
    "ApiStreamingTimeoutError": "core.errors",
    "ApiTimeoutError": "core.errors",
    "ApiTypeError": "core.errors",
    "ApiValueError": "core.errors",
    "ArgumentWarning": "core.notices",
    "AsyncGeneratorResponse": "core.response",
    "AuthenticationError": "core.errors",
    "BackgroundFullError": "core.background",
    "BackgroundOptions": "core.background",
    "BadRequestError": "core.errors",
    "ClientConfigurationError": "core.errors",
    "Configuration": "configuration",
    "ConflictError": "core.errors",
    "Humanloop": "client",
    "InternalServerError": "core.errors",
    "InvalidHostConfigurationError": "core.errors",
    "MissingRequiredParametersError": "core.errors",
    "MissingRequiredPropertiesError": "core.errors",
    "NULL": "core.operation",
    "NotFoundError": "core.errors",
    "OpenApiException": "core.errors",
    "PermissionDeniedError": "core.errors",
    "RateLimitError": "core.errors",
    "SchemaValidationError": "core.errors",
    "StreamResponse": "core.response",
    "UnprocessableEntityError": "core.errors",
    "local": "local_client",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES)
