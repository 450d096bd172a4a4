"""The base of all errors, and those that a call raises before anything is sent; import them from `exceptions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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


class SchemaValidationError(OpenApiException):
    """Arguments do not fit what the operation takes; nothing was sent.

    Attributes:
        validation_errors: One error per place, each with `path_to_item`.
    """

    def __init__(self, validation_errors: Sequence[ApiTypeError | ApiValueError], *, call: str = "") -> None:
        self.validation_errors = list(validation_errors)
        places = "\n".join(map(str, self.validation_errors))
        if call and len(self.validation_errors) == 1:
            places = f"{call} was not sent: {places}"
        elif call:
            places = f"{call} was not sent, {len(self.validation_errors)} arguments do not fit:\n{places}"
        super().__init__(places)


class AnyOfValidationError(OpenApiException):
    """A value fits none of the forms that it may have."""

    def __init__(self, error_list: Sequence[ApiTypeError | ApiValueError]) -> None:
        self.error_list = list(error_list)
        super().__init__("\n".join(map(str, self.error_list)))
