"""An operation and its arguments become a request. Nothing here touches the network."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from humanloop.call_options import headers_of, max_retries_of, timeout_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.arguments import Problem
    from humanloop.base_configuration import BaseConfiguration
    from humanloop.call_options import Timeout
    from humanloop.operation import CallOptions, Operation


_PLAIN_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
"""IDs as the API makes them: they are their own encoding."""


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
    """

    __slots__ = (
        # Tools that stand in for the transport note here what they found out.
        "__dict__",
        "body",
        "deadline",
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
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.deadline: float | None = None
        self.max_retries = max_retries
        self.stream = stream

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
        )
        other.deadline = self.deadline
        return other

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}>"


def build_request(
    operation: Operation[Any],
    given: Mapping[str, Any],
    options: CallOptions,
    configuration: BaseConfiguration,
    *,
    stream: bool = False,
) -> Request:
    """Build the request of a call.

    Args:
        operation: What to call.
        given: The arguments by their names in the API; `body` for one that is the whole body; None for "left out".
        options: What this call says besides its arguments.
        configuration: The client's settings.
        stream: Ask for a stream.

    Raises:
        MissingRequiredParametersError: Arguments are missing.
        SchemaValidationError: Arguments do not fit; it lists every place.
        ClientConfigurationError: There is no API key, or an option is of no use.
    """
    # First what may be refused, then the body: no frame of an error holds the keys in it.
    headers = headers_of(operation, options, configuration, stream=stream)
    timeout, max_retries = timeout_of(operation, options, configuration), max_retries_of(options, configuration)
    arguments = {name: value for name, value in given.items() if value is not None}
    problems: list[Problem] = []
    url = configuration.host + _path(operation, arguments, problems)
    query, body = "", None
    if operation.query or operation.body or operation.headers or operation.cookies or operation.content:
        # Imported on first use, as below: it brings the checks along, and a path alone needs none.
        from humanloop.bodies import fill  # noqa: PLC0415

        query, body = fill(operation, arguments, configuration, problems, headers, stream=stream)
    if "extra_query" in options:
        from humanloop.bodies import more_query  # noqa: PLC0415

        query = more_query(options["extra_query"], query, problems)
    if problems:
        from humanloop.arguments import error_of  # noqa: PLC0415

        raise error_of(problems, f"{operation.method} {operation.path}")
    return Request(
        operation.method,
        f"{url}?{query}" if query else url,
        headers=headers,
        body=body,
        timeout=timeout,
        max_retries=max_retries,
        stream=stream,
    )


def _path(operation: Operation[Any], arguments: dict[str, Any], problems: list[Problem]) -> str:
    path, parameters = _pieces(operation.path)
    for name, following in parameters:
        path += _segment(name, arguments.pop(name, None), problems) + following
    return path


@cache
def _pieces(path: str) -> tuple[str, list[tuple[str, str]]]:
    """Take a path apart: what comes before its first parameter, and each parameter with what follows it."""
    first, *rest = path.split("{")
    pieces = [part.partition("}") for part in rest]
    return first, [(name, following) for name, _, following in pieces]


def _segment(name: str, value: Any, problems: list[Problem]) -> str:
    """Encode a path parameter as one segment: whatever it holds, it cannot lead to another path."""
    if type(value) is str and _PLAIN_SEGMENT.fullmatch(value):
        return value
    from humanloop.arguments import Problem, to_plain  # noqa: PLC0415

    if value is None:
        problems.append(Problem((name,), "field required", "missing"))
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, UUID, date)):
        problems.append(Problem((name,), f"input should be text, not {type(value).__name__}", "type_error"))
        return ""
    text = str(to_plain(value, problems, (name,)))
    if not text.strip() or text in (".", ".."):
        problems.append(Problem((name,), f"{text!r} is not an ID"))
    return quote(text, safe="", errors="replace")
