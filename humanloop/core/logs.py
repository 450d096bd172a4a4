"""What the client says of its work, through the logger of the package's name: never a body, a query or a key."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from humanloop.core.errors import ApiConnectionError
from humanloop.core.headers import redacted
from humanloop.spec.facts import ENVIRONMENT, PACKAGE

if TYPE_CHECKING:
    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

LOGGER = logging.getLogger(PACKAGE)
LOGGER.addHandler(logging.NullHandler())

_ENVIRONMENT = f"{ENVIRONMENT}_LOG"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}


def log_try(request: Request, outcome: ApiResponse | ApiConnectionError, attempt: int) -> None:
    """Log one try with its redacted headers, at level DEBUG."""
    received: dict[str, str] = {} if isinstance(outcome, ApiConnectionError) else redacted(outcome.headers)
    LOGGER.debug(
        "%s: %s in %.3f s, try %d; sent %s; received %s",
        request.call,
        _said(outcome),
        outcome.round_trip_time,
        attempt + 1,
        redacted(request.headers),
        received,
    )


def log_retry(request: Request, outcome: ApiResponse | ApiConnectionError, attempt: int, delay: float) -> None:
    """Log that a request will be tried again, at level INFO."""
    LOGGER.info(
        "%s: %s; try %d of %d in %.2f s", request.call, _said(outcome), attempt + 2, request.max_retries + 1, delay
    )


def log_redirect(request: Request, outcome: ApiResponse | ApiConnectionError) -> None:
    """Log that an answer led to another path, at level DEBUG."""
    LOGGER.debug("%s: %s, followed", request.call, _said(outcome))


def is_debugging() -> bool:
    """Do what the environment variable `…_LOG` asks for: `debug` or `info` shows the log on standard error.

    Returns:
        Whether it asks for every try to be logged.
    """
    level = _LEVELS.get(os.environ.get(_ENVIRONMENT, "").strip().lower())
    if level is None:
        return False
    if not any(isinstance(handler, _Shown) for handler in LOGGER.handlers):
        handler = _Shown()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        LOGGER.addHandler(handler)
    LOGGER.setLevel(level)
    return level == logging.DEBUG


class _Shown(logging.StreamHandler):  # type: ignore[type-arg]  # generic for type checkers only
    """Shows the log on standard error."""


def _said(outcome: ApiResponse | ApiConnectionError) -> str:
    return str(outcome.reason) if isinstance(outcome, ApiConnectionError) else f"{outcome.status} {outcome.reason}"
