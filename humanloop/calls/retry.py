"""When a request is sent again: after what pause, or to which other path. Pure decisions; `exchange` carries them out.

| | nothing was sent | sent, no or broken answer | 408, 429, 503 with Retry-After | 500, 502, 503, 504 | all else |
|---|---|---|---|---|---|
| GET, HEAD, PUT, DELETE | again | again | again | again | no |
| POST, PATCH | again | only if idempotent | again | only if idempotent | no |

409 with Retry-After is repeated for an idempotent write: its first try is still at work. A Retry-After that makes no
sense counts as none. A write is idempotent if it carries an `Idempotency-Key` and the server is known to honour it.

Redirects are followed for reads, inside the origin, and nowhere else.
"""

from __future__ import annotations

import math
import random
import threading
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from humanloop.core.errors import ApiConnectionError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

FIRST_PAUSE = 0.5
"""Seconds before the second try; each further pause is twice as long."""
LONGEST_PAUSE = 8.0
"""Seconds that a pause never exceeds, unless the server asks for it."""
LONGEST_RETRY_AFTER = 30.0
"""Seconds that the server may ask to wait; if it asks for more, the error comes up at once."""

MOST_REDIRECTS = 5
"""Redirects that one call follows."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READS = frozenset({"GET", "HEAD"})
_PORTS = {"http": 80, "https": 443}
_ASKED_TO_RETRY = frozenset({408, 429})
_BROKEN = frozenset({500, 502, 503, 504})
_WRITES = frozenset({"POST", "PATCH"})


class RetryBudget:
    """Keeps a long outage from multiplying the load: retries cost tokens, successes earn them. Safe in threads."""

    CAPACITY = 500
    COST = 5

    def __init__(self) -> None:
        self._tokens = self.CAPACITY
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[RetryBudget], tuple[()]]:
        return type(self), ()

    def take(self) -> bool:
        """Pay for a retry; False if there is nothing left to pay with."""
        with self._lock:
            if self._tokens < self.COST:
                return False
            self._tokens -= self.COST
            return True

    def give(self, attempt: int) -> None:
        """Earn for a success: one token for a first try, the price back for a retry."""
        if self._tokens < self.CAPACITY:  # a look without the lock: nearly always there is nothing to do
            with self._lock:
                self._tokens = min(self.CAPACITY, self._tokens + (self.COST if attempt else 1))


def next_delay(
    request: Request,
    outcome: ApiResponse | ApiConnectionError,
    attempt: int,
    *,
    remaining: float | None,
    now: float,
    idempotent: bool,
) -> float | None:
    """Decide whether to try again.

    Args:
        request: What was sent.
        outcome: What came of it.
        attempt: How many tries came before this one.
        remaining: Seconds left of the call's time, None for no limit.
        now: The time, in seconds since 1970.
        idempotent: Whether a repeated write is known to do its work once only.

    Returns:
        Seconds to wait before the next try, or None if there is none.
    """
    if attempt >= request.max_retries:
        return None
    asked = None if isinstance(outcome, ApiConnectionError) else retry_after(outcome.headers.get("Retry-After"), now)
    if not is_repeatable(request.method, outcome, idempotent=idempotent, asked=asked is not None):
        return None
    delay = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt, 10)) * random.uniform(0.5, 1)  # noqa: S311 - no secret
    if asked is not None:
        if asked > LONGEST_RETRY_AFTER:
            return None
        delay = max(delay, asked)
    return delay if remaining is None or delay < remaining else None


def is_repeatable(method: str, outcome: ApiResponse | ApiConnectionError, *, idempotent: bool, asked: bool) -> bool:
    """Say whether a request may be sent once more after this outcome, as the table of this module says.

    Args:
        method: Of the request.
        outcome: What came of it.
        idempotent: Whether a repeated write is known to do its work once only.
        asked: Whether the server said when to try again.
    """
    once_only = method in _WRITES and not idempotent
    if isinstance(outcome, ApiConnectionError):
        return not outcome.permanent and not (once_only and outcome.sent)
    if outcome.status in _ASKED_TO_RETRY or (outcome.status == 503 and asked):
        return True
    if outcome.status == 409:
        # The first try of an idempotent write is still at work.
        return method in _WRITES and idempotent and asked
    return outcome.status in _BROKEN and not once_only


def retry_after(value: str | None, now: float) -> float | None:
    """Read a Retry-After header: seconds, with a fraction or without, or a date; nonsense is None.

    Args:
        value: The header.
        now: The time, in seconds since 1970.

    Returns:
        Seconds from now, 0 or more.
    """
    if value is None:
        return None
    try:
        seconds = float(value) if "_" not in value else math.nan
    except ValueError:
        try:
            date = parsedate_to_datetime(value)
            # A date of HTTP is in UTC, also in the forms that do not say so.
            date = date if date.tzinfo else date.replace(tzinfo=UTC)
            seconds = max(0.0, date.timestamp() - now)
        except (ValueError, OverflowError, TypeError, IndexError):
            return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def redirect_target(request: Request, response: ApiResponse) -> str | None:
    """Find the URL that an answer leads to, if it is one that may be followed.

    A write is never followed: one that becomes a GET is lost. Neither is a redirect to another scheme, host or port:
    it would take the API key along.
    """
    location = response.headers.get("Location")
    if response.status not in _REDIRECTS or request.method not in _READS or not location:
        return None
    if "\\" in location or any(sign < " " or sign == "\x7f" for sign in location):
        return None
    try:
        target = urlsplit(urljoin(request.url, _encoded(location)))
        same = _origin(target) == _origin(urlsplit(request.url))
    except ValueError:
        return None
    return target._replace(fragment="").geturl() if same and "@" not in target.netloc else None


def _encoded(location: str) -> str:
    """Encode what may not stand in a URL: a server may have sent UTF-8, which one wire reads as Latin-1."""
    if location.isascii():
        raw = location.encode()
    else:
        try:
            raw = location.encode("latin-1")
            raw.decode()
        except UnicodeError:
            raw = location.encode(errors="surrogateescape")
    return quote(raw, safe="%/:?#[]@!$&'()*+,;=~")


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
