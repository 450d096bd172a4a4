"""An operation and its arguments become a request. Nothing here touches the network."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from humanloop.core.loading import LOADING
from humanloop.core.request import Request
from humanloop.request.options import headers_of, max_retries_of, timeout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from humanloop.core.operation import CallOptions, Operation
    from humanloop.core.settings import BaseConfiguration
    from humanloop.core.styles import Style
    from humanloop.request.arguments import Problem


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
    headers = headers_of(operation, given.keys(), options, configuration, stream=stream)
    timeout, max_retries = timeout_of(operation, options, configuration), max_retries_of(options, configuration)
    arguments = {name: value for name, value in given.items() if value is not None}
    problems: list[Problem] = []
    host = configuration.host
    if operation.server:
        host = _server(operation.server, host, configuration.facts.host)
    url = host + _path(operation, arguments, problems)
    query, body = "", None
    kinds = operation.query or operation.body or operation.headers or operation.cookies or operation.content
    if kinds or operation.segments or "extra_query" in options:
        fill, more_query = _bodies()
        query, body = fill(operation, given, arguments, options, configuration, problems, headers, stream=stream)
        if "extra_query" in options:
            query = more_query(operation, options["extra_query"], query, problems)
    if operation.security:
        query = configuration.authorized(operation.security, query)
    if problems:
        with LOADING:
            from humanloop.request.arguments import error_of  # noqa: PLC0415 - for mistakes only

        raise error_of(problems, f"{operation.method} {operation.path}")
    return Request(
        operation.method,
        f"{url}{'&' if '?' in url else '?'}{query}" if query else url,
        headers=headers,
        body=body,
        timeout=timeout,
        max_retries=max_retries,
        stream=stream,
        environment=configuration.facts.environment,
    )


@cache
def _bodies() -> tuple[Callable[..., tuple[str, bytes | None]], Callable[..., str]]:
    """Import what makes bodies, once."""
    # On first use: it brings the checks along, and a path alone needs none.
    with LOADING:
        from humanloop.request.bodies import fill, more_query  # noqa: PLC0415

    return fill, more_query


def _server(server: str, host: str, own: str) -> str:
    """Choose what a path is below that has a server of its own: a path on the host, or a whole URL.

    A host that is given where the API has one of its own stands for all servers.
    """
    if server.startswith("/"):
        return urljoin(host, server).rstrip("/")
    return server if host == own else host


def _path(operation: Operation[Any], arguments: dict[str, Any], problems: list[Problem]) -> str:
    path, parameters = _pieces(operation.path)
    styles = operation.styles
    for name, following in parameters:
        style = styles[name] if name in styles else None  # noqa: SIM401 - `get` would be a call more
        path += _segment(name, arguments.pop(name, None), problems, style) + following
    return path


@cache
def _pieces(path: str) -> tuple[str, list[tuple[str, str]]]:
    """Take a path apart: what comes before its first parameter, and each parameter with what follows it."""
    first, *rest = path.split("{")
    pieces = [part.partition("}") for part in rest]
    return first, [(name, following) for name, _, following in pieces]


def _is_plain(value: str) -> bool:
    """Tell whether a value is its own encoding, as IDs that the API makes are."""
    return value.isascii() and value.replace("_", "").replace("-", "").isalnum()


def _segment(name: str, value: Any, problems: list[Problem], style: Style | None) -> str:
    """Encode a path parameter as one segment: whatever it holds, it cannot lead to another path."""
    if style is None and type(value) is str and _is_plain(value):
        return value
    with LOADING:
        from humanloop.request.arguments import Problem, to_plain  # noqa: PLC0415 - IDs as the API makes them need neither

    if value is None:
        problems.append(Problem((name,), "field required", "missing"))
        return ""
    if style is not None:
        text = style.segment(name, to_plain(value, problems, (name,)))
        if not text.strip(";.,= "):
            problems.append(Problem((name,), f"{text!r} is not an ID"))
        return text
    # Whatever becomes a text or an integer in a query does so here; `True` is the name of nothing.
    found: list[Problem] = []
    plain = to_plain(value, found, (name,))
    if isinstance(plain, bool) or not isinstance(plain, (str, int)):
        problems.append(Problem((name,), f"input should be text, not {type(value).__name__}", "type_error"))
        return ""
    problems += found
    text = str(plain)
    if not text.strip() or text in (".", ".."):
        problems.append(Problem((name,), f"{text!r} is not an ID"))
    return quote(text, safe="", errors="replace")
