"""An operation and its arguments become a request. Nothing here touches the network."""

from __future__ import annotations

import re
from os import urandom
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from humanloop.arguments import Problem, body_validator, checked, error_of, query_validator, to_plain
from humanloop.configuration import DefaultTimeout
from humanloop.exceptions import ApiTypeError, ClientConfigurationError
from humanloop.headers import is_secret
from humanloop.operation import CallOptions
from humanloop.provider_keys import fill_provider_keys
from humanloop.secret import Secret
from humanloop.serialization import to_json, to_query
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.configuration import Configuration
    from humanloop.operation import Operation

    Timeout = float | tuple[float, float] | None

USER_AGENT = f"humanloop-python/{__version__}"
_WRITES = frozenset({"POST", "PATCH"})
_HEADER_NAME = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)
_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})
"""Headers that say how the request is transferred: the transport's own."""
_OPTIONS = frozenset(CallOptions.__annotations__)
_FOREVER = 1e9
"""Seconds that are more than the clocks of sockets can count."""


class Request:
    """One HTTP request, ready to be sent as often as it takes.

    Attributes:
        method: HTTP method.
        url: Whole URL.
        path_url: Path and query of it, as they stand in the request line.
        headers: All headers; the values of keys show themselves as `<redacted>`.
        body: JSON as bytes, or None.
        timeout: Seconds for the whole call, or (connect, read), or None for no limit.
        deadline: When the call must be over, on the monotonic clock; set when the call begins, if `timeout` is a total.
        max_retries: Further tries after the first.
        stream: Whether the answer is to be read event by event.
    """

    __slots__ = (
        "body",
        "deadline",
        "headers",
        "max_retries",
        "method",
        "path_url",
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
        parts = urlsplit(url)
        self.path_url = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.deadline: float | None = None
        self.max_retries = max_retries
        self.stream = stream

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
    configuration: Configuration,
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
    headers = _headers(operation, options, configuration, stream=stream)
    timeout, max_retries = _timeout(operation, options, configuration), _max_retries(options, configuration)
    arguments = {name: value for name, value in given.items() if value is not None}
    problems: list[Problem] = []
    url = configuration.host + _path(operation, arguments, problems)
    query = _query(operation, arguments, configuration, problems)
    body = _body(operation, arguments, configuration, problems, stream=stream)
    if problems:
        raise error_of(problems)
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
    segments = operation.path.split("/")
    for index, segment in enumerate(segments):
        if segment.startswith("{"):
            name = segment[1:-1]
            segments[index] = _segment(name, arguments.pop(name, None), problems)
    return "/".join(segments)


def _segment(name: str, value: Any, problems: list[Problem]) -> str:
    """Encode a path parameter as one segment: whatever it holds, it cannot lead to another path."""
    if value is None:
        problems.append(Problem((name,), "field required", "missing"))
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, UUID)):
        problems.append(Problem((name,), f"input should be text, not {type(value).__name__}", "type_error"))
        return ""
    text = str(to_plain(value, problems, (name,)))
    if not text.strip() or text in (".", ".."):
        problems.append(Problem((name,), f"{text!r} is not an ID"))
    return quote(text, safe="", errors="replace")


def _query(
    operation: Operation[Any],
    arguments: dict[str, Any],
    configuration: Configuration,
    problems: list[Problem],
) -> str:
    if not operation.query:
        return ""
    values = {name: arguments.pop(name) for name in operation.query if name in arguments}
    if configuration.client_side_validation:
        values = checked(values, query_validator(operation), problems)
    else:
        values = to_plain(values, problems)
    return "" if problems else to_query(values)


def _body(
    operation: Operation[Any],
    arguments: dict[str, Any],
    configuration: Configuration,
    problems: list[Problem],
    *,
    stream: bool,
) -> bytes | None:
    if operation.body is None:
        return None
    _ask_for_stream(operation, arguments, stream=stream)
    if operation.provider_keys:
        keys = fill_provider_keys(arguments.get(operation.provider_keys), configuration)
        if keys is not None:
            arguments[operation.provider_keys] = keys
    # Beside a whole body its fields do not count, as in 0.7.15, whose documentation gives both.
    body: Any = arguments.get("body", arguments)
    if configuration.client_side_validation:
        body = checked(body, body_validator(operation.body), problems)
    else:
        body = to_plain(body, problems)
    if not problems:
        try:
            return to_json(body)
        except ValueError:
            # Half of a surrogate pair in a free-form value: the quick look of `checked` takes it for text.
            to_plain(body, problems)
            if not problems:
                raise
    return None


def _ask_for_stream(operation: Operation[Any], arguments: dict[str, Any], *, stream: bool) -> None:
    if operation.stream is None:
        return
    flag = operation.stream.flag
    if stream:
        arguments[flag] = True
    elif arguments.get(flag):
        raise ApiTypeError(
            f"`{flag}=True` is not for this method: use its streaming twin (`stream…`, or `…_stream` to await),"
            " which answers piece by piece"
        )


def _headers(
    operation: Operation[Any], options: CallOptions, configuration: Configuration, *, stream: bool
) -> dict[str, str]:
    if options and not options.keys() <= _OPTIONS:
        raise ApiTypeError(f"unknown argument: {', '.join(sorted(options.keys() - _OPTIONS))}")
    headers = {
        "Accept": "text/event-stream, application/json" if stream else "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": USER_AGENT,
        **configuration.authorization(),
    }
    if operation.body is not None:
        headers["Content-Type"] = "application/json"
    given = dict(options.get("headers") or {}) if options else {}
    if operation.method in _WRITES:
        headers["Idempotency-Key"] = str(UUID(bytes=urandom(16), version=4))
        if options.get("idempotency_key") is not None:
            given["Idempotency-Key"] = options["idempotency_key"]
    if given:
        spelt = {name.lower(): name for name in headers}
        for name, value in given.items():
            _check_header(name, value)
            headers[spelt.get(name.lower(), name)] = Secret(value) if is_secret(name) else value
    return headers


def _check_header(name: Any, value: Any) -> None:
    if not (isinstance(name, str) and isinstance(value, str) and _HEADER_NAME.fullmatch(name)):
        raise ClientConfigurationError(f"The header {name!r} is not text, or its name is no name of a header.")
    if not (value.isascii() and value.isprintable()) or value != value.strip() or name.lower() in _FRAMING:
        raise ClientConfigurationError(f"The header {name!r} holds what no header may hold, or is not for a caller.")


def _timeout(operation: Operation[Any], options: CallOptions, configuration: Configuration) -> Timeout:
    timeout = options.get("timeout", configuration.timeout)
    if isinstance(timeout, DefaultTimeout):
        return operation.timeout or timeout
    if timeout is None:
        return None
    limits: tuple[Any, ...] = timeout if isinstance(timeout, tuple) and len(timeout) == 2 else (timeout,)
    for seconds in limits:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < _FOREVER:
            raise ClientConfigurationError(f"timeout={timeout!r}: seconds above 0, a pair of them, or None.")
    return timeout


def _max_retries(options: CallOptions, configuration: Configuration) -> int:
    default = configuration.max_retries if configuration.retries is None else configuration.retries
    retries: Any = options.get("max_retries", default)
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        raise ClientConfigurationError(f"max_retries={retries!r}: a whole number, 0 or more.")
    return retries
