"""When a call is tried again, and after what pause."""

from __future__ import annotations

import copy
import math
import pickle
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3 import HTTPHeaderDict

from humanloop.calls.retry import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_RETRY_AFTER,
    RetryBudget,
    is_repeatable,
    next_delay,
    retry_after,
)
from humanloop.core.errors import ApiConnectionError, ApiTimeoutError
from humanloop.core.request import Request
from humanloop.core.response import ApiResponse

NOW = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
SAFE = ["GET", "HEAD", "PUT", "DELETE"]
WRITES = ["POST", "PATCH"]


def request(method: str = "GET", max_retries: int = 2) -> Request:
    return Request(method, "http://h/x", headers={}, max_retries=max_retries)


def answer(status: int, wait: str | None = None) -> ApiResponse:
    headers = HTTPHeaderDict({} if wait is None else {"retry-after": wait})
    return ApiResponse(status=status, reason="", headers=headers, round_trip_time=0.0, response=None)


NOT_SENT = ApiConnectionError("refused", sent=False)
UNCLEAR = ApiConnectionError("cut")
SLOW = ApiTimeoutError("no answer")
CERTIFICATE = ApiConnectionError("certificate", permanent=True)
CERTIFICATE_BEFORE = ApiConnectionError("certificate", sent=False, permanent=True)

# Outcome, then whether it is tried again: reads, writes, writes known to be idempotent.
TABLE: list[tuple[Any, bool, bool, bool]] = [
    (NOT_SENT, True, True, True),
    (UNCLEAR, True, False, True),
    (SLOW, True, False, True),
    (CERTIFICATE, False, False, False),
    (CERTIFICATE_BEFORE, False, False, False),
    (answer(408), True, True, True),
    (answer(429), True, True, True),
    (answer(429, "1"), True, True, True),
    (answer(503, "1"), True, True, True),
    (answer(503), True, False, True),
    (answer(500), True, False, True),
    (answer(502), True, False, True),
    (answer(504), True, False, True),
    (answer(501), False, False, False),
    (answer(505), False, False, False),
    (answer(400), False, False, False),
    (answer(401), False, False, False),
    (answer(404), False, False, False),
    (answer(409), False, False, False),
    (answer(409, "1"), False, False, True),
    (answer(422), False, False, False),
    (answer(301), False, False, False),
    (answer(304), False, False, False),
]


def named(value: Any) -> str:
    if isinstance(value, ApiResponse):
        return f"{value.status}{' wait' if 'Retry-After' in value.headers else ''}"
    return str(value)


@pytest.mark.parametrize(("outcome", "read", "write", "idempotent_write"), TABLE, ids=named)
def test_the_table(outcome: Any, read: bool, write: bool, idempotent_write: bool) -> None:
    asked = isinstance(outcome, ApiResponse) and "Retry-After" in outcome.headers
    for method in SAFE:
        for idempotent in (False, True):
            assert is_repeatable(method, outcome, idempotent=idempotent, asked=asked) is read
    for method in WRITES:
        assert is_repeatable(method, outcome, idempotent=False, asked=asked) is write
        assert is_repeatable(method, outcome, idempotent=True, asked=asked) is idempotent_write


def delay(
    outcome: Any, attempt: int = 0, remaining: float | None = None, *, idempotent: bool = False, **options: Any
) -> float | None:
    now = NOW.timestamp()
    return next_delay(request(**options), outcome, attempt, remaining=remaining, now=now, idempotent=idempotent)


@pytest.mark.parametrize(("outcome", "read", "write", "idempotent_write"), TABLE, ids=named)
def test_the_pause_is_none_where_the_table_says_no(
    outcome: Any, read: bool, write: bool, idempotent_write: bool
) -> None:
    assert (delay(outcome) is not None) is read
    assert (delay(outcome, method="POST") is not None) is write
    assert (delay(outcome, idempotent=True, method="PATCH") is not None) is idempotent_write


def test_a_retry_after_of_no_sense_counts_as_none() -> None:
    assert delay(answer(503, "soon"), method="POST") is None
    assert delay(answer(409, "soon"), idempotent=True, method="POST") is None
    assert delay(answer(503, "soon")) is not None


@pytest.mark.parametrize(
    ("attempt", "longest"), [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (50, 8.0), (1000, 8.0)]
)
def test_pauses_double_up_to_a_limit_and_differ(attempt: int, longest: float) -> None:
    assert longest == min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt, 50))
    pauses = [delay(NOT_SENT, attempt, max_retries=10_000) for _ in range(50)]
    assert all(pause is not None and longest / 2 <= pause <= longest for pause in pauses)
    assert len(set(pauses)) > 1


@pytest.mark.parametrize("max_retries", [0, 1, 2, 5])
def test_the_number_of_tries_is_limited(max_retries: int) -> None:
    again = [delay(NOT_SENT, attempt, max_retries=max_retries) is not None for attempt in range(7)]
    assert again == [attempt < max_retries for attempt in range(7)]


@pytest.mark.parametrize(
    ("wait", "least", "most"),
    [
        ("0", 0.25, 0.5),
        ("0.001", 0.25, 0.5),
        ("3", 3.0, 3.0),
        ("2.5", 2.5, 2.5),
        ("30", 30.0, 30.0),
        ("nonsense", 0.25, 0.5),
        ("-5", 0.25, 0.5),
        (format_datetime(NOW.replace(second=15), usegmt=True), 10.0, 10.0),
        (format_datetime(NOW.replace(year=2020), usegmt=True), 0.25, 0.5),
    ],
)
def test_the_server_may_ask_for_a_longer_pause(wait: str, least: float, most: float) -> None:
    pause = delay(answer(429, wait))
    assert pause is not None
    assert least <= pause <= most


@pytest.mark.parametrize("wait", ["30.1", "3600", "1e5", format_datetime(NOW.replace(year=2030), usegmt=True)])
def test_a_pause_that_is_too_long_ends_the_call(wait: str) -> None:
    assert LONGEST_RETRY_AFTER == 30.0
    assert delay(answer(429, wait)) is None


@pytest.mark.parametrize(
    ("outcome", "remaining", "again"),
    [
        (NOT_SENT, None, True),
        (NOT_SENT, 100.0, True),
        (NOT_SENT, 0.2, False),
        (NOT_SENT, 0.0, False),
        (NOT_SENT, -1.0, False),
        (answer(429, "3"), 3.5, True),
        (answer(429, "3"), 3.0, False),
    ],
)
def test_a_pause_that_does_not_fit_the_time_that_is_left_ends_the_call(
    outcome: Any, remaining: float | None, again: bool
) -> None:
    assert (delay(outcome, remaining=remaining) is not None) is again


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("5", 5.0),
        (" 5 ", 5.0),
        ("0.5", 0.5),
        ("1e1", 10.0),
        ("1_0", None),
        ("-1", None),
        ("-0.1", None),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        ("five", None),
        ("5 seconds", None),
        ("Tue, 02 Jan 2024 03:04:15 GMT", 10.0),
        ("Tue, 02 Jan 2024 04:04:05 +0100", 0.0),
        ("Tue Jan  2 03:04:15 2024", 10.0),
        ("Tue, 02 Jan 2024 03:04:15 -0000", 10.0),
        ("Tue, 02 Jan 2024 03:04:05 GMT", 0.0),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 0.0),
        ("Tue, 99 Jan 2024 03:04:15 GMT", None),
        ("Mon, 01 Jan 99999 00:00:00 GMT", None),
        ("2024-01-02T03:04:15Z", None),
        ("\x00", None),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_forms_of_retry_after(
    header: str | None, seconds: float | None, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert retry_after(header, NOW.timestamp()) == seconds
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text() | st.text("0123456789.,:+-eE GMTJanueTh"), st.floats(0, 4e9))
def test_no_retry_after_is_an_error(header: str, now: float) -> None:
    seconds = retry_after(header, now)
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


def drained() -> RetryBudget:
    budget = RetryBudget()
    while budget.take():
        pass
    return budget


def test_the_budget_pays_for_a_hundred_retries() -> None:
    budget = RetryBudget()
    assert [budget.take() for _ in range(101)] == [True] * 100 + [False]
    assert (RetryBudget.CAPACITY, RetryBudget.COST) == (500, 5)


@pytest.mark.parametrize(
    ("successes", "retries"),
    [([], 0), ([0] * 4, 0), ([0] * 5, 1), ([1], 1), ([2], 1), ([1, 1, 1], 3), ([0] * 3 + [1], 1), ([0] * 12, 2)],
)
def test_successes_earn_retries(successes: list[int], retries: int) -> None:
    budget = drained()
    for attempt in successes:
        budget.give(attempt)
    assert sum(budget.take() for _ in range(10)) == retries


def test_the_budget_never_grows_beyond_its_size() -> None:
    budget = RetryBudget()
    for _ in range(1000):
        budget.give(1)
    assert sum(budget.take() for _ in range(200)) == 100


@pytest.mark.parametrize("again", [copy.deepcopy, lambda budget: pickle.loads(pickle.dumps(budget))])
def test_a_copy_of_a_client_starts_with_a_budget_of_its_own(again: Any) -> None:
    budget = drained()
    fresh = again(budget)
    assert fresh.take()
    assert not budget.take()
