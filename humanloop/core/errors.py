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
├── SchemaValidationError (ValueError)       several arguments that do not fit, each with its place
├── AnyOfValidationError (ValueError)
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
    └── ApiStreamingTimeoutError (TimeoutError)
```

All of them can be pickled and copied; none of them shows a header of the request.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from humanloop.core.headers import Headers
from humanloop.core.lazy import made_once
from humanloop.core.messages import MOST_SHOWN, message_of
from humanloop.spec.facts import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from humanloop.core.response import ApiResponse


def _restore(kind: type[OpenApiException], args: tuple[Any, ...], state: dict[str, Any]) -> OpenApiException:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class OpenApiException(Exception):
    """Base of every error of this package."""

    def __reduce__(self) -> tuple[Any, ...]:
        # The default calls the class with `args`, which are the message and not the constructor's parameters.
        return _restore, (type(self), self.args, self.__dict__)

    def _render_traceback_(self) -> list[str]:
        """Write the traceback for IPython, which asks for it by this name."""
        # Loaded here: only IPython shows errors in this way.
        rendered: list[str] = import_module(".tracebacks", __package__).rendered(self)
        return rendered


def _at(message: str, path_to_item: Iterable[str | int] | None) -> str:
    return f"{'.'.join(map(str, path_to_item))}: {message}" if path_to_item else message


class ApiTypeError(OpenApiException, TypeError):
    """An argument has the wrong type."""

    def __init__(
        self,
        msg: str,
        invalid_value: Any = None,
        path_to_item: Sequence[str | int] | None = None,
        valid_classes: Iterable[type] | None = None,
        key_type: bool | None = None,
    ) -> None:
        super().__init__(_at(msg, path_to_item))
        self.invalid_value = invalid_value
        self.path_to_item = path_to_item
        self.valid_classes = valid_classes
        self.key_type = key_type


class ApiValueError(OpenApiException, ValueError):
    """An argument has the right type and a value that cannot be sent."""

    def __init__(self, msg: str, path_to_item: Sequence[str | int] | None = None) -> None:
        super().__init__(_at(msg, path_to_item))
        self.path_to_item = path_to_item


class ApiAttributeError(OpenApiException, AttributeError):
    """An object has no such attribute."""

    def __init__(self, msg: str, path_to_item: Sequence[str | int] | None = None) -> None:
        super().__init__(_at(msg, path_to_item))
        self.path_to_item = path_to_item


class ApiKeyError(OpenApiException, KeyError):
    """A mapping has no such key."""

    def __init__(self, msg: str, path_to_item: Sequence[str | int] | None = None) -> None:
        super().__init__(_at(msg, path_to_item))
        self.path_to_item = path_to_item

    # KeyError would show the message in quotes.
    __str__ = Exception.__str__


class MissingRequiredPropertiesError(ApiTypeError):
    """An object lacks fields that it must have."""


class MissingRequiredParametersError(ApiTypeError):
    """A call lacks arguments that it must have."""

    def __init__(self, error: TypeError | str) -> None:
        super().__init__(str(error))
        self.error = error


class ClientConfigurationError(OpenApiException):
    """The client cannot work as it is set up."""

    def __init__(self, msg: str) -> None:
        super().__init__(msg)


class InvalidHostConfigurationError(ClientConfigurationError):
    """The host is not a usable URL.

    Attributes:
        host: What was given, without any user name and password.
        reason: What is wrong with it.
    """

    def __init__(self, host: str, reason: str) -> None:
        _, at, rest = host.rpartition("@")
        self.host = f"…@{rest}" if at else host
        self.reason = reason
        super().__init__(f"The host {self.host!r} cannot be used: {reason}.")


class SchemaValidationError(OpenApiException, ValueError):
    """Arguments do not fit what the operation takes; nothing was sent.

    Attributes:
        validation_errors: One error per place, each with `path_to_item`.
    """

    def __init__(self, validation_errors: Sequence[ApiTypeError | ApiValueError], *, call: str = "") -> None:
        self.validation_errors = list(validation_errors)
        number = len(self.validation_errors)
        places = "\n".join(map(str, self.validation_errors[:MOST_SHOWN]))
        if number > MOST_SHOWN:
            places += f"\n… and {number - MOST_SHOWN} more"
        if call and number == 1:
            places = f"{call} was not sent: {places}"
        elif call:
            places = f"{call} was not sent, {number} arguments do not fit:\n{places}"
        super().__init__(places)


class AnyOfValidationError(OpenApiException, ValueError):
    """A value fits none of the forms that it may have."""

    def __init__(self, error_list: Sequence[ApiTypeError | ApiValueError]) -> None:
        self.error_list = list(error_list)
        super().__init__("\n".join(map(str, self.error_list)))


ERRORS: dict[int, type[ApiException]] = {}
"""Status → class of the error; 500 and above are an `InternalServerError`, all others an `ApiException`."""


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

    def __init_subclass__(cls, status: int | None = None) -> None:
        if status is not None:
            ERRORS[status] = cls

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        api_response: ApiResponse | None = None,
        call: str | None = None,
        environment: str = ENVIRONMENT,
    ) -> None:
        self.status = status
        self.reason = reason
        self.body: Any = None if api_response is None else api_response.body
        self.headers: Mapping[str, str] = Headers() if api_response is None else api_response.headers
        self.round_trip_time: float = 0.0 if api_response is None else api_response.round_trip_time
        self.attempts = 1
        self.request_id: str | None = self.headers.get("X-Request-Id")
        self.reads_problem: Callable[[Any], Any] | None = None
        """Makes `problem` out of the body, where the API describes what that is."""
        super().__init__(message_of(status, reason, call, self.body, environment))

    @made_once
    def problem(self) -> Any:
        """The body as the model that the API describes for it; None where it describes none, or another came."""
        return self.reads_problem(self.body) if self.reads_problem else None

    @classmethod
    def of(cls, response: ApiResponse, call: str) -> ApiException:
        """Make the error for an answer whose status is not a success.

        Args:
            response: The answer.
            call: Method and path, for the message.
        """
        kind = ERRORS.get(response.status) or (InternalServerError if response.status >= 500 else ApiException)
        return kind(response.status, response.reason, response, call)


class BadRequestError(ApiException, status=400):
    """400: the request is malformed."""


class AuthenticationError(ApiException, status=401):
    """401: the API key is missing or wrong."""


class PermissionDeniedError(ApiException, status=403):
    """403: the API key may not do this."""


class NotFoundError(ApiException, status=404):
    """404: there is no such thing."""


class ConflictError(ApiException, status=409):
    """409: the name is taken, or the state does not allow it."""


class UnprocessableEntityError(ApiException, status=422):
    """422: the request is well-formed and makes no sense; `body["detail"]` says where."""


class RateLimitError(ApiException, status=429):
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
        environment: str = ENVIRONMENT,
    ) -> None:
        super().__init__(0, reason, None, call, environment)
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
        self.reads_problem: Callable[[Any], Any] | None = None
        super().__init__(message_of(status, reason, None, body))

    @made_once
    def problem(self) -> Any:
        """The body as the model that the API describes for it; None where it describes none, or another came."""
        return self.reads_problem(self.body) if self.reads_problem else None

    @classmethod
    def of(cls, error: ApiException) -> ApiStreamingException:
        """Make the error of a stream that did not start from the error of the call that asked for it."""
        kind = cls.kind_of(error)
        made = kind(error.status, error.reason, error.body, error.headers, error.round_trip_time)
        made.attempts = error.attempts
        made.reads_problem = error.reads_problem
        return made

    @staticmethod
    def kind_of(error: Exception) -> type[ApiStreamingException]:
        """Say which class stands for an error where it ends a stream."""
        return ApiStreamingTimeoutError if isinstance(error, ApiTimeoutError) else ApiStreamingException


class ApiStreamingTimeoutError(ApiStreamingException, TimeoutError):
    """A stream did not start in time, or nothing came for too long."""
