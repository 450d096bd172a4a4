"""What a single call says besides its arguments, checked: headers, timeout, retries."""

from __future__ import annotations

import re
from os import urandom
from typing import TYPE_CHECKING, Any
from uuid import UUID

from humanloop.core.errors import ApiTypeError, ClientConfigurationError
from humanloop.core.headers import concealed, is_secret
from humanloop.core.lazy import instead
from humanloop.core.operation import CallOptions
from humanloop.core.secret import Secret
from humanloop.core.settings import DefaultTimeout
from humanloop.core.settings_checks import checked_retries, checked_timeout, is_awaited
from humanloop.spec.facts import PACKAGE
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection

    from humanloop.core.operation import Operation, Timeout
    from humanloop.core.settings import BaseConfiguration

USER_AGENT = f"{PACKAGE}-python/{__version__}"
IDEMPOTENCY_KEY = "Idempotency-Key"
_WRITES = frozenset({"POST", "PATCH"})
_OPTIONS = frozenset(CallOptions.__annotations__)
_RENAMED = ": what the API calls so has another name here, see the method's own arguments"
"""What is said of the name that the API has for an argument, and the method not."""
_HEADER_NAME = r"[!#$%&'*+.^`|~\w-]+"
_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})
"""Headers that say how the request is transferred: the transport's own."""


def conceal(options: Any) -> None:
    """Let no traceback show the keys in what a call says.

    Args:
        options: The dict of the method that was called, which is its own, so that no frame shows them from here on.
    """
    for name in options.keys() - _OPTIONS:
        options[name] = None  # it is refused, whatever it is; a key may be behind the misspelt name
    if "headers" in options:
        options["headers"] = concealed(options["headers"])


def headers_of(
    operation: Operation[Any],
    given: Collection[str],
    options: CallOptions,
    configuration: BaseConfiguration,
    *,
    stream: bool,
) -> dict[str, str]:
    """Make the headers of a call.

    Args:
        operation: What is called.
        given: Names of the arguments that it takes.
        options: What the call says; its own headers win, whatever the case of their names.
        configuration: The client's settings.
        stream: Ask for a stream.

    Raises:
        ApiTypeError: There is no option of that name, or none of that kind for this operation.
        ClientConfigurationError: There is no API key, or a header cannot be sent.
    """
    if options:
        _check_options(operation, given, options)
    headers = {
        "Accept": f"text/event-stream, {operation.accept}" if stream else operation.accept,
        "Accept-Encoding": "gzip",
        "User-Agent": configuration.facts.user_agent or USER_AGENT,
        **configuration.authorization(operation.security),
    }
    if operation.body is not None:
        headers["Content-Type"] = operation.json_type
    own = dict(options.get("headers") or {}) if options else {}
    if operation.method in _WRITES or operation.has_key:
        own_key = options.get("idempotency_key")
        if own_key is not None:
            own[IDEMPOTENCY_KEY] = own_key
        elif configuration.sends_idempotency_keys or configuration.idempotent_writes or operation.has_key:
            headers[IDEMPOTENCY_KEY] = str(UUID(bytes=urandom(16), version=4))
    if own:
        spelt = {name.lower(): name for name in headers}
        for name, value in own.items():
            _check_header(name, value)
            headers[spelt.get(name.lower(), name)] = Secret(value) if is_secret(name) else value
    return headers


def _check_options(operation: Operation[Any], given: Collection[str], options: CallOptions) -> None:
    unknown = sorted(options.keys() - _OPTIONS)
    if unknown:
        known = [*given, *_OPTIONS]
        said = "; ".join(
            f"unknown argument: {name}" + (_RENAMED if name in given else instead(operation.name, f"({name})", known))
            for name in unknown
        )
        raise ApiTypeError(f"{operation.method} {operation.path} was not sent: {said}")
    progress: Any = options.get("progress")
    if progress and operation.pages is None:
        call = f"{operation.method} {operation.path}"
        raise ApiTypeError(f"`progress` is for lists that come in pages, and {call} answers with none: leave it out")
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise ApiTypeError(f"progress={progress!r}: True, or what is called with the records done and all records.")
    if callable(progress) and is_awaited(progress):
        raise ApiTypeError("`progress` is called and not awaited, also by lists that are: give a plain function")


def _check_header(name: Any, value: Any) -> None:
    if not (isinstance(name, str) and isinstance(value, str) and re.fullmatch(_HEADER_NAME, name, re.ASCII)):
        raise ClientConfigurationError(f"The header {name!r} is not text, or its name is no name of a header.")
    if not (value.isascii() and value.isprintable()) or value != value.strip() or name.lower() in _FRAMING:
        raise ClientConfigurationError(f"The header {name!r} holds what no header may hold, or is not for a caller.")


def timeout_of(operation: Operation[Any], options: CallOptions, configuration: BaseConfiguration) -> Timeout:
    """Say how long a call may take: the call's own limit, else the client's, else the operation's.

    Raises:
        ClientConfigurationError: It is no number of seconds, and no pair of them.
    """
    timeout = options.get("timeout", configuration.timeout)
    if isinstance(timeout, DefaultTimeout):
        return operation.timeout or timeout
    return checked_timeout(timeout)


def max_retries_of(options: CallOptions, configuration: BaseConfiguration) -> int:
    """Say how often a call may be tried again.

    Raises:
        ClientConfigurationError: It is no number of times.
    """
    default = configuration.max_retries if configuration.retries is None else configuration.retries
    return checked_retries(options.get("max_retries", default))
