"""Times: now, and those that come as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dateutil.parser import isoparse

from humanloop.server.errors import UnprocessableError
from humanloop.server.store.schema import to_utc


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def to_moment(text: str) -> datetime:
    """Read a time in ISO 8601; without a zone it is UTC.

    Raises:
        UnprocessableError: It is none, or lies outside of the years 1 to 9999 once it is in UTC.
    """
    try:
        return to_utc(isoparse(text))
    except (OverflowError, ValueError) as error:
        raise UnprocessableError(f"{text!r} is not a time in ISO 8601 within the years 1 to 9999.") from error


def end_of(text: str) -> datetime:
    """Read the end of a range, exclusive: a bare date includes the whole of that day."""
    moment = to_moment(text)
    try:
        date.fromisoformat(text)
    except ValueError:
        # Times are kept to the microsecond, so the next one is the first that is out.
        step = timedelta(microseconds=1)
    else:
        step = timedelta(days=1)
    try:
        return moment + step
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
