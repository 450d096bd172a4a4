"""What every client can do, whatever the API: be set up, shown, varied and closed."""

from __future__ import annotations

import sys
from contextlib import suppress
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar

from humanloop import display
from humanloop.calls.api import Api
from humanloop.core.errors import ApiTypeError, ClientConfigurationError
from humanloop.core.headers import concealed
from humanloop.core.lazy import instead, made_once
from humanloop.core.loading import LOADING
from humanloop.core.settings import TIMEOUT, BaseConfiguration, DefaultTimeout
from humanloop.core.settings_checks import checked_retries, checked_timeout
from humanloop.core.span_details import SpanDetails
from humanloop.spec.facts import HOST, HOST_NOTE
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType
    from typing import Self

    import requests

    from humanloop.calls.api_client import ApiClient
    from humanloop.configuration import Configuration
    from humanloop.core.operation import CallOptions


class BaseClient(Api):
    """Base of clients: it has the connections, and the tags of the API share them."""

    configuration: Configuration
    _HINTED = "client"
    span_details: ClassVar[SpanDetails] = SpanDetails()
    """What spans of its calls say besides what all calls have in common."""

    def __init__(self, configuration: Configuration, http: requests.Session | None = None) -> None:
        """Set it up; nothing is sent yet.

        Args:
            configuration: Its settings.
            http: Session of the library requests that synchronous calls go through.
        """
        given: Any = configuration
        if not isinstance(given, BaseConfiguration):
            raise ClientConfigurationError(
                f"configuration is of type {type(given).__name__}: it must be a `Configuration`."
            )
        self.configuration = configuration
        self._http = _checked_session(http)
        if configuration.refresh_api_key_hook is None:
            configuration.authorization()
        if HOST_NOTE and configuration.host == HOST:
            # Imported here: most programs name a host.
            with LOADING:
                from humanloop.core.notices import ArgumentWarning, warn  # noqa: PLC0415

            warn(f"the host of this client is {HOST}: {HOST_NOTE}", ArgumentWarning)
        if "IPython" in sys.modules:
            display.allow_completion()

    @made_once
    def api_client(self) -> ApiClient:
        """What sends the calls; shared by all tags."""
        # Imported on first use: it brings pydantic and the HTTP library along.
        with LOADING:
            from humanloop.calls.api_client import ApiClient  # noqa: PLC0415

        made = ApiClient(self.configuration, self._http)
        made.span_details = self.span_details
        return made

    def with_options(
        self,
        *,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Make a client with the same settings and connections, whose calls have other options.

        Args:
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit. Default: as before.
            max_retries: Further tries after the first, 0 for none. Default: as before.
            headers: Headers to send with each call, besides those of before.

        Returns:
            The other client; closing one of the two closes both.

        Raises:
            ClientConfigurationError: One of the numbers cannot be what it is for.
        """
        options: CallOptions = {}
        if headers is not None:
            headers = concealed(headers)  # a traceback shows this frame
            options["headers"] = dict(headers)
        if not isinstance(timeout, DefaultTimeout):
            options["timeout"] = checked_timeout(timeout)
        if max_retries is not None:
            options["max_retries"] = checked_retries(max_retries)
        made = type(self).__new__(type(self))
        vars(made).update({name: value for name, value in vars(self).items() if not isinstance(value, Api)})
        _copy_slots(self, made)
        vars(made)["api_client"] = self.api_client.with_options(options)
        return made

    def close(self) -> None:
        """Give the connections of synchronous calls up; a later call is refused. Closing twice is harmless."""
        self.api_client.close()

    async def aclose(self) -> None:
        """Give all connections up; a later call is refused. Closing twice is harmless."""
        await self.api_client.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _settings(self) -> dict[str, str]:
        if "configuration" not in vars(self):  # its constructor has failed, and a traceback shows it
            return {"state": "not set up"}
        return display.settings_of(self.configuration, getattr(vars(self).get("api_client"), "options", {}))

    def __repr__(self) -> str:
        return display.client_line(f"{type(self).__name__} {__version__}", self._settings())

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield from self._settings().items()

    def _repr_html_(self) -> str:
        lazy = [name for name in dir(type(self)) if isinstance(getattr(type(self), name), made_once)]
        tags = [name for name in lazy if name != "api_client"]
        return display.client_html(f"{type(self).__name__} {__version__}", self._settings(), tags)


def _copy_slots(client: BaseClient, other: BaseClient) -> None:
    """Copy what a program's own class keeps in slots."""
    for kind in type(client).__mro__:
        for slot in vars(kind).values():
            if isinstance(slot, MemberDescriptorType):
                with suppress(AttributeError):  # it holds nothing
                    slot.__set__(other, slot.__get__(client))


def _checked_session(http: Any) -> Any:
    # Not by its class, for whose sake the library would have to be imported.
    if http is not None and not hasattr(http, "merge_environment_settings"):
        raise ClientConfigurationError(f"http is of type {type(http).__name__}: it must be a `requests.Session`.")
    return http


def no_settings(given: dict[str, Any], init: Callable[..., None]) -> ApiTypeError:
    """Make the error for settings that there are none of.

    Args:
        given: What was given; it is emptied, so that no traceback shows it: there may be keys behind misspelt names.
        init: The function that takes the settings.
    """
    code = init.__code__
    known = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    said = "; ".join(f"there is no setting `{name}`{instead('client', f'({name})', known)}" for name in given)
    given.clear()
    return ApiTypeError(said)


def chosen(given: Configuration | None, kind: type[Configuration], **settings: Any) -> Configuration:
    """Answer the configuration that is given, or one made of the settings.

    Raises:
        ClientConfigurationError: There is a configuration, and a setting beside it.
    """
    if given is None:
        return kind(**settings)
    with LOADING:
        from inspect import signature  # noqa: PLC0415 - a slow import, and few programs come here

    parameters = signature(kind).parameters
    if twice := [name for name, value in settings.items() if value is not parameters[name].default]:
        raise ClientConfigurationError(
            f"{', '.join(twice)} cannot stand beside configuration, which holds all settings; set it there"
        )
    return given
