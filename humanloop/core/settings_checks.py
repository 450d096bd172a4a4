"""What attributes of a configuration can be: a mistake is told where it is made, and not by the call after it.

No message shows a value that may hold a key.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from os import PathLike
from typing import Any, Final

from humanloop.core.errors import ClientConfigurationError

_FOREVER: Final = 1e9
"""Seconds that are more than the clocks of sockets can count."""
_COROUTINE: Final = 0x80
"""`inspect.CO_COROUTINE`, the mark of asynchronous functions; that module is slow to import."""
_CORE: Final = __name__.rpartition(".")[0]


def check(name: str, value: Any) -> None:
    """Check what an attribute is to be.

    Raises:
        ClientConfigurationError: It cannot be that.
    """
    rule = _RULES.get(name)
    if rule is not None and not rule[0](value):
        raise ClientConfigurationError(f"{name} is {_said(value)}: it must be {rule[1]}.")


def checked_timeout(timeout: float | tuple[float, float] | None) -> float | tuple[float, float] | None:
    """Check how long a call may take.

    Raises:
        ClientConfigurationError: It is no number of seconds, no pair of them, and not None.
    """
    if timeout is None:
        return None
    limits: tuple[Any, ...] = timeout if isinstance(timeout, tuple) and len(timeout) == 2 else (timeout,)
    for seconds in limits:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < _FOREVER:
            raise ClientConfigurationError(f"timeout={timeout!r}: seconds above 0, a pair of them, or None.")
    return timeout


def checked_retries(retries: Any) -> int:
    """Check how often a call may be tried again.

    Raises:
        ClientConfigurationError: It is no number of times.
    """
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        raise ClientConfigurationError(f"max_retries={retries!r}: a whole number, 0 or more.")
    return retries


def is_awaited(function: Any) -> bool:
    """Say whether what is called does its work only where it is awaited."""
    if isinstance(function, partial):
        return is_awaited(function.func)
    codes = (getattr(each, "__code__", None) for each in (function, type(function).__call__))
    return any(code is not None and code.co_flags & _COROUTINE for code in codes)


def _said(value: Any) -> str:
    """Show numbers, and of all else the kind: a URL or a header may hold a password."""
    return repr(value) if value is None or isinstance(value, (bool, int, float)) else f"of type {type(value).__name__}"


def _is_switch(value: Any) -> bool:
    return isinstance(value, (bool, int)) and value in (0, 1)


def _is_whole(value: Any) -> bool:
    """Say whether a value is a whole number, NumPy's too."""
    return hasattr(value, "__index__") and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) and value >= 1


def _is_count(value: Any) -> bool:
    return value is None or (_is_whole(value) and value >= 0)


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_path(value: Any) -> bool:
    return value is None or isinstance(value, (str, PathLike))


def _is_name(value: Any) -> bool:
    return value is None or isinstance(value, (bool, str))


def _is_mapping(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _is_hook(value: Any) -> bool:
    return value is None or (callable(value) and not is_awaited(value))


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, (list, tuple))


def _is_background(value: Any) -> bool:
    # Where nobody has imported the class there is no object of it.
    kind = getattr(sys.modules.get(f"{_CORE}.background"), "BackgroundOptions", ())
    return value is None or isinstance(value, kind)


_SWITCH: Final = (_is_switch, "True or False")
_NUMBER: Final = (_is_number, "a whole number, 1 or more")
_PATH: Final = (_is_path, "the path of a file, or None")
_RULES: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    **dict.fromkeys(("idempotent_writes", "debug", "tracing", "verify_ssl", "client_side_validation"), _SWITCH),
    **dict.fromkeys(("max_response_bytes", "connection_pool_maxsize"), _NUMBER),
    **dict.fromkeys(("ssl_ca_cert", "cert_file", "key_file"), _PATH),
    "retries": (_is_count, "a whole number, 0 or more, or None"),
    "proxy": (_is_text, "the URL of a proxy as text, or None for what the environment names"),
    "proxy_headers": (_is_mapping, "a mapping of names and texts, or None"),
    "assert_hostname": (_is_name, "the name as text, False for any, or None for the host's"),
    "socket_options": (_is_list, "a list of options for `setsockopt`, or None"),
    "refresh_api_key_hook": (_is_hook, "a plain function that takes the configuration, or None"),
    "background": (_is_background, "`BackgroundOptions(…)`, or None for its defaults"),
}
"""What an attribute can be, and how that is said; of the others, other modules know."""
