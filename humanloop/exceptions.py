"""Everything that a call can raise.

```
OpenApiException
├── ClientConfigurationError                 a bad key or option, an extra that is missing, a closed client
│   └── InvalidHostConfigurationError
├── ApiTypeError (TypeError)                 an argument of the wrong type
│   ├── MissingRequiredPropertiesError
│   └── MissingRequiredParametersError
├── ApiValueError (ValueError)               an argument of the right type that cannot be sent
├── ApiAttributeError (AttributeError)
├── ApiKeyError (KeyError)
├── SchemaValidationError                    several arguments that do not fit, each with its place
├── AnyOfValidationError
├── ApiException                             the server answered with an error, or there is no usable answer
│   ├── BadRequestError            400
│   ├── AuthenticationError        401
│   ├── PermissionDeniedError      403
│   ├── NotFoundError              404
│   ├── ConflictError              409
│   ├── UnprocessableEntityError   422
│   ├── RateLimitError             429
│   ├── InternalServerError        500 and above
│   ├── ApiResponseError                     a success that is not the promised document
│   └── ApiConnectionError                   no answer: refused, cut, TLS; `status` is 0
│       └── ApiTimeoutError (TimeoutError)
└── ApiStreamingException                    a stream that could not start, or broke
```

All of them can be pickled and copied; none of them shows a header of the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.argument_errors import (
    AnyOfValidationError,
    ApiAttributeError,
    ApiKeyError,
    ApiTypeError,
    ApiValueError,
    ClientConfigurationError,
    InvalidHostConfigurationError,
    MissingRequiredParametersError,
    MissingRequiredPropertiesError,
    OpenApiException,
    SchemaValidationError,
)
from humanloop.headers import Headers
from humanloop.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from humanloop.api_response import ApiResponse

__all__ = [
    "ERRORS",
    "AnyOfValidationError",
    "ApiAttributeError",
    "ApiConnectionError",
    "ApiException",
    "ApiKeyError",
    "ApiResponseError",
    "ApiStreamingException",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "AuthenticationError",
    "BadRequestError",
    "ClientConfigurationError",
    "ConflictError",
    "InternalServerError",
    "InvalidHostConfigurationError",
    "MissingRequiredParametersError",
    "MissingRequiredPropertiesError",
    "NotFoundError",
    "OpenApiException",
    "PermissionDeniedError",
    "RateLimitError",
    "SchemaValidationError",
    "UnprocessableEntityError",
]


class ApiException(OpenApiException):
    """The server answered with an error, or there is no usable answer.

    Attributes:
        status: HTTP status code; 0 if there was no answer.
        reason: The status line's phrase, or what went wrong.
        body: The answer's body: parsed if it is JSON, else text.
        headers: The answer's headers, whatever the case of a name.
        round_trip_time: Seconds that the last try took.
        attempts: How often the request was tried.
        request_id: The server's name for the exchange (`X-Request-Id`), if it gave one.
    """

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        api_response: ApiResponse | None = None,
        call: str | None = None,
    ) -> None:
        self.status = status
        self.reason = reason
        self.body: Any = None if api_response is None else api_response.body
        self.headers: Mapping[str, str] = Headers() if api_response is None else api_response.headers
        self.round_trip_time: float = 0.0 if api_response is None else api_response.round_trip_time
        self.attempts = 1
        self.request_id: str | None = self.headers.get("X-Request-Id")
        super().__init__(message_of(status, reason, call, self.body))

    @classmethod
    def of(cls, response: ApiResponse, call: str) -> ApiException:
        """Make the error for an answer whose status is not a success.

        Args:
            response: The answer.
            call: Method and path, for the message.
        """
        kind = ERRORS.get(response.status) or (InternalServerError if response.status >= 500 else ApiException)
        return kind(response.status, response.reason, response, call)


class BadRequestError(ApiException):
    """400: the request is malformed."""


class AuthenticationError(ApiException):
    """401: the API key is missing or wrong."""


class PermissionDeniedError(ApiException):
    """403: the API key may not do this."""


class NotFoundError(ApiException):
    """404: there is no such thing."""


class ConflictError(ApiException):
    """409: the name is taken, or the state does not allow it."""


class UnprocessableEntityError(ApiException):
    """422: the request is well-formed and makes no sense; `body["detail"]` says where."""


class RateLimitError(ApiException):
    """429: too many requests."""


class InternalServerError(ApiException):
    """500 and above: the server failed."""


class ApiResponseError(ApiException):
    """A success that is not the promised document; `status`, `headers` and `body` are kept."""


class ApiConnectionError(ApiException):
    """There is no answer: refused, cut, not resolved, or TLS failed. `__cause__` is the transport's error.

    Attributes:
        sent: Whether any part of the request may have reached the server.
        permanent: Whether another try would fail in the same way: a certificate that is not accepted.
    """

    def __init__(
        self,
        reason: str,
        call: str | None = None,
        *,
        sent: bool = True,
        permanent: bool = False,
        round_trip_time: float = 0.0,
    ) -> None:
        super().__init__(0, reason, None, call)
        self.sent = sent
        self.permanent = permanent
        self.round_trip_time = round_trip_time


class ApiTimeoutError(ApiConnectionError, TimeoutError):
    """No answer in time."""


class ApiStreamingException(OpenApiException):
    """A stream could not start, or it broke.

    Attributes:
        status: HTTP status code; 0 if there was no answer.
        reason: The status line's phrase, or what broke.
        body: The answer's body, parsed if it is JSON, if the stream did not start; else the event that broke it.
        headers: The answer's headers.
        round_trip_time: Seconds until the answer's headers.
        attempts: How often the request was tried.
        request_id: The server's name for the exchange (`X-Request-Id`), if it gave one.
    """

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        round_trip_time: float = 0.0,
    ) -> None:
        self.status = status
        self.reason = reason
        self.body = body
        self.headers: Mapping[str, str] = Headers() if headers is None else headers
        self.round_trip_time = round_trip_time
        self.attempts = 1
        self.request_id: str | None = self.headers.get("X-Request-Id")
        super().__init__(message_of(status, reason, None, body))

    @classmethod
    def of(cls, error: ApiException) -> Self:
        """Make the error of a stream that did not start from the error of the call that asked for it."""
        made = cls(error.status, error.reason, error.body, error.headers, error.round_trip_time)
        made.attempts = error.attempts
        return made


ERRORS: dict[int, type[ApiException]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
"""Status → class of the error; 500 and above are an `InternalServerError`, all others an `ApiException`."""

for _error in [globals()[name] for name in __all__ if name != "ERRORS"]:
    _error.__module__ = __name__  # where programs import them from: tracebacks say so
