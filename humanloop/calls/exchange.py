"""One call from its first try to its last: how often it was tried, how much time is left, how it ends."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

from humanloop.calls.retry import MOST_REDIRECTS, RetryBudget, next_delay, redirect_target
from humanloop.core.errors import ApiConnectionError, ApiException, ApiResponseError
from humanloop.core.logs import log_redirect, log_retry, log_try
from humanloop.response.reading import to_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

IDEMPOTENCY_HEADER = "Idempotency-Status"
"""Answer header by which a server says that it honours `Idempotency-Key`."""


class Reliability:
    """What a client learns from its calls: the retry budget, and which servers honour idempotency keys."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.budget = RetryBudget()
        self.idempotent: set[str] = set()
        """Origins of those servers; a client may be given another host, which need not be like the one before."""


class Exchange:
    """One call. The client's loop asks it what to do after each try."""

    def __init__(
        self,
        request: Request,
        reliability: Reliability,
        *,
        idempotent_writes: bool = False,
        debug: bool = False,
        answers_nothing: bool = False,
        problems: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a call.

        Args:
            request: What to send.
            reliability: What the client knows.
            idempotent_writes: Whoever set the client up knows that the server honours idempotency keys.
            debug: Log every try.
            answers_nothing: The operation promises no document.
            problems: Types of the bodies of errors, by their statuses.
        """
        self.request = request
        self._reliability = reliability
        self._idempotent_writes = idempotent_writes
        self._debug = debug
        self._answers_nothing = answers_nothing
        self._problems = problems
        self._attempt = 0
        self._redirects = 0
        self._unclear = False
        if isinstance(request.timeout, (int, float)):
            request.deadline = time.monotonic() + request.timeout

    @property
    def resends(self) -> int:
        """Tries after the first so far."""
        return self._attempt

    def next_delay(self, outcome: ApiResponse | ApiConnectionError) -> float | None:
        """Say how many seconds to wait before the next try, or None to end the call."""
        if self._debug:
            log_try(self.request, outcome, self._attempt)
        if not isinstance(outcome, ApiConnectionError):
            if IDEMPOTENCY_HEADER in outcome.headers:
                self._reliability.idempotent.add(_origin(self.request.url))
            if outcome.status < 300:
                self._reliability.budget.give(self._attempt)
                return None
            if outcome.status < 400:
                return 0 if self._follows(outcome) else None
        return self._retries(outcome)

    def answer(self, outcome: ApiResponse | ApiConnectionError) -> ApiResponse:
        """End the call: answer what the server said, or raise."""
        if isinstance(outcome, ApiConnectionError):
            outcome.attempts = self._attempt + 1
            raise outcome
        if self._is_done(outcome):
            outcome.data = b""
            return outcome
        if not 200 <= outcome.status < 300:
            error = ApiException.of(outcome, self.request.call)
            kind = problem_type(self._problems or {}, outcome.status)
            error.reads_problem = partial(to_problem, kind) if kind else None
        elif outcome.problem:
            error = ApiResponseError(outcome.status, outcome.problem, outcome, self.request.call)
        else:
            return outcome
        error.attempts = self._attempt + 1
        raise error

    def _follows(self, outcome: ApiResponse) -> bool:
        target = redirect_target(self.request, outcome) if self._redirects < MOST_REDIRECTS else None
        if target is None:
            return False
        log_redirect(self.request, outcome)
        self.request = self.request.at(target)
        self._redirects += 1
        return True

    def _retries(self, outcome: ApiResponse | ApiConnectionError) -> float | None:
        deadline = self.request.deadline
        delay = next_delay(
            self.request,
            outcome,
            self._attempt,
            remaining=None if deadline is None else deadline - time.monotonic(),
            now=time.time(),
            idempotent=self._idempotent_writes or _origin(self.request.url) in self._reliability.idempotent,
        )
        if delay is None or not self._reliability.budget.take():
            return None
        log_retry(self.request, outcome, self._attempt, delay)
        self._attempt += 1
        self._unclear = self._unclear or (
            outcome.sent if isinstance(outcome, ApiConnectionError) else outcome.status >= 500
        )
        return delay

    def _is_done(self, response: ApiResponse) -> bool:
        """Say whether a DELETE found nothing because an earlier try, whose answer got lost, had done it."""
        return response.status == 404 and self.request.method == "DELETE" and self._unclear and self._answers_nothing


def _origin(url: str) -> str:
    """Say who is asked: scheme, host and port. Each answer comes here, so the URL is not taken apart further."""
    return "/".join(url.split("/", 3)[:3])


def problem_type(problems: Mapping[str, str], status: int) -> str | None:
    """Find the type that is described for the body of an error: for its status, else for its range, else for all.

    Args:
        problems: Type by status, by range such as `4XX`, or by `default`; `None` where nothing is described.
        status: The status of the error.
    """
    keys = (str(status), f"{status // 100}XX", "default")
    kind = next((problems[key] for key in keys if key in problems), "None")
    return None if kind == "None" else kind
