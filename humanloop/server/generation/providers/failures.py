"""What providers say when they refuse or fail, in whatever form, as one kind of error."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.times import now
from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import status_for
from humanloop.server.generation.providers.received import to_value
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_BODY = 500
_LONGEST_MESSAGE = 4000
_LONGEST_WAIT = 86_400

_STATUS_OF = {
    "invalid_request_error": 400,
    "bad_request_error": 400,
    "invalid_argument": 400,
    "failed_precondition": 400,
    "validationexception": 400,
    "content_filter": 400,
    "authentication_error": 401,
    "unauthenticated": 401,
    "permission_error": 403,
    "permission_denied": 403,
    "accessdeniedexception": 403,
    "billing_error": 402,
    "not_found_error": 404,
    "not_found": 404,
    "resourcenotfoundexception": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "resource_exhausted": 429,
    "throttlingexception": 429,
    "modelnotreadyexception": 429,
    "service_unavailable": 503,
    "unavailable": 503,
    "serviceunavailableexception": 503,
    "timeout_error": 504,
    "deadline_exceeded": 504,
    "modeltimeoutexception": 408,
    "overloaded_error": 529,
}
"""Statuses for the words by which an error inside a stream is named; all other words are a 500."""
_BAD_KEY = "API_KEY_INVALID"
_NOTHING_LEFT = frozenset({"insufficient_quota", "enforced_spend_limit_reached", "billing_hard_limit_reached"})
"""Words for an account that has spent what it may: waiting does not help."""


def failure_of(status: int, headers: Mapping[str, str], data: bytes, origin: str) -> ProviderError:
    """Make the error of an answer with an error status.

    Args:
        status: The status.
        headers: The headers.
        data: The body.
        origin: Title of the provider.
    """
    said = _first(_value(data))
    inner = _inner(said)
    message = _message(said) or data[:_LONGEST_BODY].decode(errors="replace").strip() or f"HTTP status {status}"
    code = 401 if _BAD_KEY in _reasons(inner) else status_for(status)
    wait = None if _words(inner) & _NOTHING_LEFT else _wait(headers)
    return ProviderError(message[:_LONGEST_MESSAGE], origin=origin, code=code, retry_after=wait)


def failed_part(value: Any) -> dict[str, Any] | None:
    """Find what of an answer is an error in spite of its status: all of it, or one of its choices."""
    whole = as_object(value)
    return next((each for each in (whole, *as_array(whole.get("choices"))) if as_object(each).get("error")), None)


def failure_in(event: Any, origin: str) -> ProviderError:
    """Make the error that stands inside an answer: in an event of a stream, or in a body with status 200."""
    said = _first(event)
    inner = _inner(said)
    message = _message(said) or "The provider broke off without saying why."
    given = next((each for each in (inner.get("code"), inner.get("status")) if type(each) is int), None)
    status = given or next((_STATUS_OF[word] for word in sorted(_words(inner)) if word in _STATUS_OF), 500)
    return ProviderError(message[:_LONGEST_MESSAGE], origin=origin, code=status_for(status))


def _first(value: Any) -> dict[str, Any]:
    """Answer the object; some services put it into a list."""
    return as_object((as_array(value) or [None])[0] if is_list(value) else value)


def _inner(said: Mapping[str, Any]) -> dict[str, Any]:
    return as_object(said.get("error")) or dict(said)


def _message(said: Mapping[str, Any]) -> str | None:
    """Find the text: `error.message`, `message`, `detail`, or `error` itself."""
    detail = said.get("detail")
    first = as_object(detail[0] if is_list(detail) and detail else detail)
    candidates = (
        as_object(said.get("error")).get("message"),
        said.get("message"),
        said.get("Message"),
        detail,
        first.get("msg") or first.get("message"),
        said.get("error"),
    )
    return next((text for text in candidates if isinstance(text, str) and text.strip()), None)


def _words(error: Mapping[str, Any]) -> set[str]:
    """Collect the words that name the kind of an error."""
    details = as_object(error.get("details"))
    words = (error.get("type"), error.get("code"), error.get("status"), details.get("error_code"))
    return {word.lower() for word in words if isinstance(word, str)}


def _reasons(error: Mapping[str, Any]) -> set[Any]:
    return {as_object(detail).get("reason") for detail in as_array(error.get("details"))}


def _value(data: bytes) -> Any:
    try:
        return to_value(data)
    except ValueError:
        return None


def _wait(headers: Mapping[str, str]) -> float | None:
    """Read how long to wait: `Retry-After` in seconds or as a date, or Azure's in milliseconds."""
    for name, scale in (("retry-after-ms", 1000), ("retry-after", 1)):
        given = headers.get(name, "").strip()
        if not given:
            continue
        try:
            seconds = float(given) / scale
        except ValueError:
            seconds = _until(given)
        if 0 <= seconds <= _LONGEST_WAIT:
            return seconds
    return None


def _until(date: str) -> float:
    try:
        return max(0.0, (parsedate_to_datetime(date) - now()).total_seconds())
    except (TypeError, ValueError):
        return -1.0
