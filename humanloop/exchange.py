"""One call from its first try to its last: how often it was tried, how much time is left, how it ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from humanloop.exceptions import ApiConnectionError, ApiException
from humanloop.retry import RetryBudget, next_delay

if TYPE_CHECKING:
    from humanloop.api_response import ApiResponse
    from humanloop.request import Request

IDEMPOTENCY_HEADER = "Idempotency-Status"
"""Answer header by which a server says that it honours `Idempotency-Key`."""


class Reliability:
    """What a client learns from its calls: the retry budget, and whether the server honours idempotency keys."""

    def __init__(self, *, idempotent_writes: bool = False) -> None:
        self.budget = RetryBudget()
        self.idempotent_writes = idempotent_writes


class Exchange:
    """One call. The client's loop asks it what to do after each try."""

    def __init__(self, request: Request, reliability: Reliability) -> None:
        self.request = request
        self._reliability = reliability
        self._attempt = 0
        self._unclear = False
        if isinstance(request.timeout, (int, float)):
            request.deadline = time.monotonic() + request.timeout

    def next_delay(self, outcome: ApiResponse | ApiConnectionError) -> float | None:
        """Say how many seconds to wait before the next try, or None to end the call."""
        if not isinstance(outcome, ApiConnectionError):
            if IDEMPOTENCY_HEADER in outcome.headers:
                self._reliability.idempotent_writes = True
            if outcome.status < 400:
                self._reliability.budget.give(self._attempt)
                return None
        deadline = self.request.deadline
        delay = next_delay(
            self.request,
            outcome,
            self._attempt,
            remaining=None if deadline is None else deadline - time.monotonic(),
            now=time.time(),
            idempotent=self._reliability.idempotent_writes,
        )
        if delay is None or not self._reliability.budget.take():
            return None
        self._attempt += 1
        self._unclear = self._unclear or not isinstance(outcome, ApiConnectionError) or outcome.sent
        return delay

    def answer(self, outcome: ApiResponse | ApiConnectionError) -> ApiResponse:
        """End the call: answer what the server said, or raise."""
        if isinstance(outcome, ApiConnectionError):
            outcome.attempts = self._attempt + 1
            raise outcome
        if _is_success(outcome) or self._is_done(outcome):
            return outcome
        error = ApiException.of(outcome, self.request.call)
        error.attempts = self._attempt + 1
        raise error

    def _is_done(self, response: ApiResponse) -> bool:
        """Say whether a DELETE found nothing because an earlier try, whose answer got lost, had done it."""
        return response.status == 404 and self.request.method == "DELETE" and self._unclear


def _is_success(response: ApiResponse) -> bool:
    return 200 <= response.status < 300
