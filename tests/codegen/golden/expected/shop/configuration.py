# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""How a client is set up: where it sends, which key it uses, how long it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.secret import hidden
from humanloop.core.settings import MAX_RESPONSE_BYTES, MAX_RETRIES, TIMEOUT, WARN, ApiFacts, BaseConfiguration
from shop.spec.facts import (
    ENVIRONMENT,
    HOST,
    KEY_ARGUMENT,
    KEY_NOTE,
    PACKAGE,
    PROVIDERS,
    SECURITY_HEADER,
    SECURITY_NAME,
    SECURITY_WORD,
)
from shop.version import __version__

if TYPE_CHECKING:
    from humanloop.core.settings import UnknownKeys


class _Facts(ApiFacts):
    """What is known of this API."""

    __slots__ = ()
    host = HOST
    environment = ENVIRONMENT
    key_argument = KEY_ARGUMENT
    security_name = SECURITY_NAME
    security_header = SECURITY_HEADER
    security_word = SECURITY_WORD
    user_agent = f"{PACKAGE}-python/{__version__}"
    providers = PROVIDERS
    key_note = KEY_NOTE


class Configuration(BaseConfiguration):
    """How a client is set up. Every attribute can be changed; a change counts from the next call on.

    Where an argument is left out, the environment decides (`SHOP_API_KEY`, `SHOP_HOST`), then the default.
    """

    facts = _Facts()

    def __init__(
        self,
        host: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        idempotent_writes: bool = False,
        debug: bool = False,
        tracing: bool | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        unknown_keys: UnknownKeys = WARN,
    ) -> None:
        """Set a client up.

        Args:
            host: URL that all paths are below. Default: `SHOP_HOST`.
            api_key: API key in the header `X-KEY`. Default: `SHOP_API_KEY`.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit.
            max_retries: Further tries after the first, 0 for none.
            idempotent_writes: The server is known to honour `Idempotency-Key`, so writes may be tried again.
            debug: Log every try through the logger of this package, keys redacted.
            tracing: Whether calls are spans where the program has a tracer provider of OpenTelemetry. Default: yes,
                unless the environment says `SHOP_TRACING=false`.
            max_response_bytes: Bytes that an answer may have, decompressed.
            unknown_keys: What is done about keys of objects in arguments that the API does not have: `warn` of them and
                send them, `refuse` the call, or `pass` them on in silence.

        Raises:
            InvalidHostConfigurationError: The host is not a usable URL.
            ClientConfigurationError: The key is empty or not printable ASCII, or a setting cannot be what it is for.
        """
        # From here on no traceback shows a key.
        api_key = hidden(api_key)
        super().__init__(
            host,
            api_key,
            timeout=timeout,
            max_retries=max_retries,
            idempotent_writes=idempotent_writes,
            debug=debug,
            tracing=tracing,
            max_response_bytes=max_response_bytes,
            unknown_keys=unknown_keys,
        )
