"""One HTTP request, as the wires send it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from humanloop.spec.facts import ENVIRONMENT

if TYPE_CHECKING:
    from humanloop.core.operation import Timeout


class Request:
    """One HTTP request, ready to be sent as often as it takes.

    Attributes:
        method: HTTP method.
        url: Whole URL.
        headers: All headers; the values of keys show themselves as `<redacted>`.
        body: What is sent, or None.
        timeout: Seconds for the whole call, or (connect, read), or None for no limit.
        deadline: When the call must be over, on the monotonic clock; set when the call begins, if `timeout` is a total.
        max_retries: Further tries after the first.
        stream: Whether the answer is to be read event by event.
        environment: What the names of the client's environment variables begin with, for messages.
    """

    __slots__ = (
        # Tools that stand in for the transport note here what they found out.
        "__dict__",
        "body",
        "deadline",
        "environment",
        "headers",
        "max_retries",
        "method",
        "stream",
        "timeout",
        "url",
    )

    def __init__(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        body: bytes | None = None,
        timeout: Timeout = None,
        max_retries: int = 0,
        stream: bool = False,
        environment: str = ENVIRONMENT,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.deadline: float | None = None
        self.max_retries = max_retries
        self.stream = stream
        self.environment = environment

    @property
    def path_url(self) -> str:
        """Path and query, as they stand in the request line."""
        parts = urlsplit(self.url)
        return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

    @property
    def call(self) -> str:
        """Method and path, as messages name the call."""
        return f"{self.method} {self.path_url.partition('?')[0]}"

    def at(self, url: str) -> Request:
        """Answer the same request for another URL."""
        other = Request(
            self.method,
            url,
            headers=self.headers,
            body=self.body,
            timeout=self.timeout,
            max_retries=self.max_retries,
            stream=self.stream,
            environment=self.environment,
        )
        other.deadline = self.deadline
        return other

    def __repr__(self) -> str:
        # Without the query, which may hold a key.
        return f"<Request {self.method} {self.url.partition('?')[0]}>"
