# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Book shop from Python.

```python
with ApiClient(Configuration(api_key="...")) as api_client:
    book_shelves = BookShelvesApi(api_client)
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names
from shop.version import __version__

if TYPE_CHECKING:
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
    from shop.api_client import ApiClient
    from shop.apis.tags.book_shelves_api import BookShelvesApi
    from shop.configuration import Configuration
    from shop.models.book import Book
    from shop.models.found import Found
    from shop.models.genre import Genre
    from shop.models.novel import Novel
    from shop.models.shelf import Shelf
    from shop.models.shelf_books import ShelfBooks
    from shop.models.story import Story

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
    "BadRequestError",
    "Book",
    "BookShelvesApi",
    "ClientConfigurationError",
    "Configuration",
    "ConflictError",
    "Found",
    "Genre",
    "InternalServerError",
    "InvalidHostConfigurationError",
    "MissingRequiredParametersError",
    "MissingRequiredPropertiesError",
    "NotFoundError",
    "Novel",
    "OpenApiException",
    "PermissionDeniedError",
    "RateLimitError",
    "SchemaValidationError",
    "Shelf",
    "ShelfBooks",
    "Story",
    "StreamResponse",
    "UnprocessableEntityError",
    "__version__",
]

_MODULES = {
    "ApiClient": "api_client",
    "Book": "models.book",
    "BookShelvesApi": "apis.tags.book_shelves_api",
    "Configuration": "configuration",
    "Found": "models.found",
    "Genre": "models.genre",
    "Novel": "models.novel",
    "Shelf": "models.shelf",
    "ShelfBooks": "models.shelf_books",
    "Story": "models.story",
}
_SHARED = {
    "AnyOfValidationError": "humanloop.core.errors",
    "ApiAttributeError": "humanloop.core.errors",
    "ApiConnectionError": "humanloop.core.errors",
    "ApiException": "humanloop.core.errors",
    "ApiKeyError": "humanloop.core.errors",
    "ApiResponse": "humanloop.core.response",
    "ApiResponseError": "humanloop.core.errors",
    "ApiStreamingException": "humanloop.core.errors",
    "ApiStreamingTimeoutError": "humanloop.core.errors",
    "ApiTimeoutError": "humanloop.core.errors",
    "ApiTypeError": "humanloop.core.errors",
    "ApiValueError": "humanloop.core.errors",
    "ArgumentWarning": "humanloop.core.notices",
    "AsyncGeneratorResponse": "humanloop.core.response",
    "AuthenticationError": "humanloop.core.errors",
    "BadRequestError": "humanloop.core.errors",
    "ClientConfigurationError": "humanloop.core.errors",
    "ConflictError": "humanloop.core.errors",
    "InternalServerError": "humanloop.core.errors",
    "InvalidHostConfigurationError": "humanloop.core.errors",
    "MissingRequiredParametersError": "humanloop.core.errors",
    "MissingRequiredPropertiesError": "humanloop.core.errors",
    "NULL": "humanloop.core.operation",
    "NotFoundError": "humanloop.core.errors",
    "OpenApiException": "humanloop.core.errors",
    "PermissionDeniedError": "humanloop.core.errors",
    "RateLimitError": "humanloop.core.errors",
    "SchemaValidationError": "humanloop.core.errors",
    "StreamResponse": "humanloop.core.response",
    "UnprocessableEntityError": "humanloop.core.errors",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES, _SHARED)
