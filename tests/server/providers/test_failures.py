"""What providers say of failures, as errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from humanloop.server.generation.providers.failures import failure_in, failure_of

SPENT = {"error": {"message": "spent", "type": "insufficient_quota", "code": "insufficient_quota"}}
LIMIT = {
    "type": "error",
    "error": {
        "type": "rate_limit_error",
        "message": "spent",
        "details": {"error_code": "enforced_spend_limit_reached"},
    },
}
BAD_KEY = {
    "error": {
        "code": 400,
        "message": "bad key",
        "status": "INVALID_ARGUMENT",
        "details": [{"reason": "API_KEY_INVALID"}],
    }
}
LATER = "in 50 seconds"
"""Stands for the time that is 50 seconds after the test."""


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "waits"),
    [
        (429, {}, {"retry-after": "20"}, 429, (20, 20)),
        (429, {}, {"retry-after": "0.5"}, 429, (0.5, 0.5)),
        (429, {}, {"retry-after-ms": "1500", "retry-after": "2"}, 429, (1.5, 1.5)),
        (503, {}, {"retry-after": LATER}, 503, (30, 50)),
        (429, {}, {"retry-after": "soon"}, 429, None),
        (429, {}, {"retry-after": "-1"}, 429, None),
        (429, {}, {"retry-after": "nan"}, 429, None),
        (429, {}, {"retry-after": "1e300"}, 429, None),
        (429, SPENT, {"retry-after": "20"}, 429, None),
        (429, LIMIT, {"retry-after": "20"}, 429, None),
        (400, BAD_KEY, {}, 401, None),
        (402, {}, {}, 402, None),
        (408, {}, {}, 408, None),
        (409, {}, {}, 409, None),
        (413, {}, {}, 413, None),
        (422, {}, {}, 422, None),
        (424, {}, {}, 500, None),
        (498, {}, {}, 401, None),
        (499, {}, {}, 500, None),
        (502, {}, {}, 503, None),
        (504, {}, {}, 504, None),
    ],
)
def test_statuses_and_waiting(status: int, body: Any, headers: dict[str, str], code: int, waits: Any) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    headers = {name: date if value == LATER else value for name, value in headers.items()}
    error = failure_of(status, headers, json.dumps(body).encode(), "X")
    assert error.code == code
    if waits is None:
        assert (error.retry_after, dict(error.headers)) == (None, {})
    else:
        assert error.retry_after is not None
        assert waits[0] <= error.retry_after <= waits[1]
        assert int(error.headers["Retry-After"]) >= error.retry_after


@pytest.mark.parametrize(
    ("event", "code", "message"),
    [
        ({"error": {"type": "overloaded_error", "message": "busy"}}, 529, "busy"),
        ({"error": {"type": "billing_error", "message": "pay"}}, 402, "pay"),
        ({"error": {"code": 503, "status": "UNAVAILABLE", "message": "down"}}, 503, "down"),
        ({"error": {"status": "RESOURCE_EXHAUSTED", "message": "much"}}, 429, "much"),
        ({"error": {"type": "throttlingException", "message": "slow"}}, 429, "slow"),
        ({"error": {"type": "accessDeniedException", "message": "no"}}, 401, "no"),
        ({"error": {"code": "rate_limit_exceeded", "message": "slow"}}, 429, "slow"),
        ({"error": "in words"}, 500, "in words"),
        ({"error": {}}, 500, "The provider broke off without saying why."),
        ({"error": {"code": True, "message": "odd"}}, 500, "odd"),
        ([{"error": {"code": 404, "message": "listed"}}], 404, "listed"),
    ],
)
def test_errors_inside_of_answers(event: Any, code: int, message: str) -> None:
    error = failure_in(event, "X")
    assert (error.code, error.message, error.origin) == (code, message, "X")
