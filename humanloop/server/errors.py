"""What can go wrong, and the JSON that says so.

Two forms of `detail` exist. Bodies and parameters that do not fit answer with a list of places; everything else
with one object: `type`, `message`, `code` (the HTTP status) and `origin` (`Humanloop`, or the provider's name).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORIGIN = "Humanloop"

_TYPES = {
    400: "bad_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    405: "method_not_allowed_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large_error",
    415: "unsupported_media_type_error",
    421: "misdirected_request_error",
    422: "unprocessable_entity_error",
    429: "rate_limit_error",
    431: "headers_too_large_error",
    503: "service_unavailable_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error_detail(status: int, message: str, origin: str = ORIGIN, kind: str | None = None) -> dict[str, Any]:
    """Build the object that describes an error."""
    return {
        "type": kind or _TYPES.get(status, "unknown_error"),
        "message": message,
        "code": status,
        "origin": origin,
    }


class ServerError(Exception):
    """Anything that is answered with an error status. Raised by the domain, which knows no HTTP beyond this."""

    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def code(self) -> int:
        """The HTTP status."""
        return self.status

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that belong to the answer."""
        return {}

    def detail(self) -> Any:
        """Build the `detail` of the answer."""
        return error_detail(self.code, self.message)


class BadRequestError(ServerError):
    """The request cannot be read."""

    status = 400


class AuthenticationError(ServerError):
    """No key, or one that is not known."""

    status = 401


class PermissionDeniedError(ServerError):
    """Known, and not allowed to do this."""

    status = 403


class NotFoundError(ServerError):
    """Something that the request names does not exist."""

    status = 404

    @classmethod
    def of(cls, what: str, identifier: str) -> NotFoundError:
        """Say what was looked for, and by which name."""
        return cls(f"There is no {what} {identifier!r}.")


class MethodNotAllowedError(ServerError):
    """Something is there, but not for this method."""

    status = 405

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__(f"This path takes {', '.join(allowed)}.")
        self._allowed = allowed

    @property
    def headers(self) -> Mapping[str, str]:
        """The methods that are possible."""
        return {"Allow": ", ".join(self._allowed)}


class SlowRequestError(ServerError):
    """The rest of the request did not come in time."""

    status = 408

    @property
    def headers(self) -> Mapping[str, str]:
        """Nothing more is read from this connection."""
        return {"Connection": "close"}


class ConflictError(ServerError):
    """What is to be made exists already."""

    status = 409


class InProgressError(ServerError):
    """The same write is being done just now."""

    status = 409

    @property
    def headers(self) -> Mapping[str, str]:
        """When to ask for its answer."""
        return {"Retry-After": "1"}


class TooLargeError(ServerError):
    """The body is larger than this server takes."""

    status = 413

    @property
    def headers(self) -> Mapping[str, str]:
        """Nothing more is read from this connection."""
        return {"Connection": "close"}


class UnsupportedMediaError(ServerError):
    """The body is of a type, or compressed in a way, that is not read here."""

    status = 415


class MisdirectedError(ServerError):
    """The request is meant for a host that this server does not answer for."""

    status = 421


class UnprocessableError(ServerError):
    """Understood, but not possible."""

    status = 422


class GoneError(ServerError):
    """Whoever asked has left. Nobody reads the answer; its status is the one that logs of servers use for this."""

    status = 499


class UnavailableError(ServerError):
    """Not now, but soon."""

    status = 503

    @property
    def headers(self) -> Mapping[str, str]:
        """When to try again."""
        return {"Retry-After": "1"}


class EndingError(UnavailableError):
    """The server ends, and another may take over."""

    @property
    def headers(self) -> Mapping[str, str]:
        """When to try again, on another connection."""
        return {**super().headers, "Connection": "close"}


class InvalidRequestError(ServerError):
    """A body or parameters that do not fit: lists every place."""

    status = 422

    def __init__(self, problems: Sequence[tuple[tuple[str | int, ...], str, str]]) -> None:
        super().__init__("; ".join(message for _, message, _ in problems))
        self.problems = problems

    def detail(self) -> list[dict[str, Any]]:
        """List the problems: where (`loc`), what (`msg`), and its kind (`type`)."""
        return [{"loc": list(place), "msg": message, "type": kind} for place, message, kind in self.problems]


class ProviderError(ServerError):
    """A model provider said no; its own words are passed on.

    Args:
        message: What it said.
        origin: Who: the title of the provider, or `ORIGIN` for what is refused before it is asked.
        code: The HTTP status that stands for the provider's.
        kind: The `type` of the error; the usual one of the status if none is given.
        retry_after: Seconds after which it can be asked again, if waiting helps.
    """

    def __init__(
        self,
        message: str,
        *,
        origin: str,
        code: int = 500,
        kind: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.origin = origin
        self.kind = kind
        self.retry_after = retry_after
        self._code = code

    @property
    def headers(self) -> Mapping[str, str]:
        """When to try again."""
        return {} if self.retry_after is None else {"Retry-After": str(ceil(self.retry_after))}

    @property
    def code(self) -> int:
        """The HTTP status that stands for the provider's."""
        return self._code

    def detail(self) -> dict[str, Any]:
        """Describe the error, naming the provider as its origin."""
        return error_detail(self.code, self.message, self.origin, self.kind)
